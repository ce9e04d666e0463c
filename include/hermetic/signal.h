/* Hermetic: models of new particles, without a detector. */
#ifndef HERMETIC_SIGNAL_H
#define HERMETIC_SIGNAL_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hermetic_model hermetic_model;

/* A signal model from a card, e.g. {"kind": "dark_photon", "mass_GeV": 0.0167}. All couplings are 1:
 * rates scale with the coupling squared. @since 0.1 */
int32_t hermetic_model_create(const char *card, hermetic_model **out);
void hermetic_model_free(hermetic_model *model);

/* Total cross section [pb per atom, coupling 1] of lepton bremsstrahlung on an element ("Pb"), for n
 * total lepton energies, exact tree level. 0 below threshold. @since 0.1 */
int32_t hermetic_model_cross_section(const hermetic_model *model, int32_t pdg, const char *element,
                                     const double *total_energies_GeV, size_t n, double *pb);

/* dσ/dx [pb], x = boson energy / lepton total energy, for n values of x at one energy. @since 0.1 */
int32_t hermetic_model_differential_cross_section(const hermetic_model *model, int32_t pdg,
                                                  const char *element, double total_energy_GeV,
                                                  const double *x, size_t n, double *pb);

/* n final states of a lepton flying along +z: 12 numbers each, four-momenta (E, px, py, pz) of the
 * boson, the lepton and the nucleus (the nucleus with its mass). State first + i depends on
 * (seed, first + i) only. @since 0.1 */
int32_t hermetic_model_sample(const hermetic_model *model, int32_t pdg, const char *element,
                              double total_energy_GeV, uint64_t seed, uint64_t first, size_t n,
                              double *out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_SIGNAL_H */
