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

/* A signal model from a card, e.g. {"kind": "dark_photon", "mass_GeV": 0.0167} (docs/signal.md lists the
 * kinds and their keys). Couplings that the card leaves out are 1: rates then are per coupling squared.
 * @since 0.1 */
int32_t hermetic_model_create(const char *card, hermetic_model **out);
void hermetic_model_free(hermetic_model *model);

/* What the model can do, as JSON: {"kind", "parameters", "processes", "decays"}. A process lists its "name",
 * "beams" (PDG numbers), "variables" of its differential cross sections, "final_state" (names of the
 * particles in the order in which they are sampled) and "approximation"; a decay its "channel", "parent",
 * "width_GeV", "branching_ratio", "total_width_GeV", "c_tau_mm", "products". @since 0.2 */
int32_t hermetic_model_describe(const hermetic_model *model, hermetic_text **out);

/* Total cross section [pb per atom] of one process for n total energies of the beam particle in the
 * laboratory; 0 below threshold. @since 0.2 */
int32_t hermetic_model_process_cross_section(const hermetic_model *model, const char *process, int32_t pdg,
                                             const char *element, const double *total_energies_GeV,
                                             size_t n, double *pb);

/* Differential cross section [pb per unit of the variables] at n points. variables: an entry of the
 * process's list, such as "x" or "x,theta"; values holds n times as many numbers as it names. 0 outside the
 * kinematic limits. @since 0.2 */
int32_t hermetic_model_process_differential(const hermetic_model *model, const char *process, int32_t pdg,
                                            const char *element, double total_energy_GeV,
                                            const char *variables, const double *values, size_t n,
                                            double *pb);

/* n unweighted final states; the beam particle flew along +z. Four numbers (E, px, py, pz) [GeV] for each
 * particle of the process's "final_state"; capacity counts the numbers that out has room for. State
 * first + i depends on (seed, first + i) only. @since 0.2 */
int32_t hermetic_model_process_sample(const hermetic_model *model, const char *process, int32_t pdg,
                                      const char *element, double total_energy_GeV, uint64_t seed,
                                      uint64_t first, size_t n, double *out, size_t capacity);

/* n decays of the channel's parent, which flies along +z with this total energy: four numbers for each of
 * the channel's "products". @since 0.2 */
int32_t hermetic_model_decay_sample(const hermetic_model *model, const char *channel, double total_energy_GeV,
                                    uint64_t seed, uint64_t first, size_t n, double *out, size_t capacity);

/* Decay in flight of n particles named parent ("A'"; "" for the first one that decays) with these total energies:
 * probability[i] = exp(-z1/L) - exp(-z2/L), L = c tau |p|/m, to decay between two planes z1 <= z2 [mm] counted from
 * where it was made, and a decay point [mm] given that it is there, which depends on (seed, first + i) only. Either
 * output may be NULL. c tau is that of all decays of the parent at the couplings of the card. @since 0.2 */
int32_t hermetic_model_decay_in_flight(const hermetic_model *model, const char *parent,
                                       const double *total_energies_GeV, size_t n, double first_plane_mm,
                                       double second_plane_mm, uint64_t seed, uint64_t first,
                                       double *probability, double *position_mm);

/* ------- bremsstrahlung, the process that most models share: shorter forms */

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
