/* Hermetic: a signal process in somebody else's transport. */
#ifndef HERMETIC_PRODUCTION_H
#define HERMETIC_PRODUCTION_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "signal.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One process of a model in a material, prepared for every total energy of the beam particle in a range. A program
 * that follows particles itself asks it at each step for the rate per path, and for final states where it interacts;
 * each at an energy of its own, without building a sampler for it. Couplings are the model's. */
typedef struct hermetic_production hermetic_production;

/* From a card: {"energies_GeV": [1, 100], "material": "Pb", "process": "bremsstrahlung", "beam": "e-",
 * "minimum_boson_energy_GeV": 50}. material: a name or {"density_g_cm3", "elements"}. process and beam: the model's
 * first ones when left out. minimum_boson_energy_GeV (0): only bosons above it are made; bremsstrahlung, photon
 * fusion and pair production. 20 to 400 ms per element. The model may be freed afterwards. @since 0.2 */
int32_t hermetic_production_create(const hermetic_model *model, const char *card, hermetic_production **out);
void hermetic_production_free(hermetic_production *production);

/* Interactions per path [1/mm] at n total energies, at most the highest of the range; 0 below it and below threshold.
 * The mean free path is the inverse. @since 0.2 */
int32_t hermetic_production_rate(const hermetic_production *production, const double *total_energies_GeV, size_t n,
                                 double *per_mm);

/* n unweighted final states, each at its own total energy in the range; the beam particle flew along +z, the element
 * is chosen by its share of the rate. Four numbers (E, px, py, pz) [GeV] for each particle of the process's
 * "final_state" (hermetic_model_describe); capacity counts the numbers that out has room for. State first + i depends
 * on (seed, first + i) and its energy only. HERMETIC_E_KINEMATICS where the rate is 0. About 0.1 to 0.7 ms each; photons to
 * muon pairs make their tables, 10 ms for each eighth of a decade, at the first states. @since 0.2 */
int32_t hermetic_production_sample(const hermetic_production *production, const double *total_energies_GeV,
                                   uint64_t seed, uint64_t first, size_t n, double *out, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_PRODUCTION_H */
