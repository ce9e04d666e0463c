/* Hermetic: electromagnetic processes of one particle in one material, without a geometry. */
#ifndef HERMETIC_PROCESSES_H
#define HERMETIC_PROCESSES_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Macroscopic cross section [1/mm] of one process for n kinetic energies.
 *
 * process: for photons "photoelectric", "compton", "pair", "total"; for electrons and positrons
 * "bremsstrahlung", "ionisation" (δ rays), "annihilation" (positrons), "total", above the production
 * cuts that belong to range_cut_mm, and "inverse_transport_mean_free_path" for elastic scattering.
 * Energies 1e-6 … 200 GeV. @since 0.1 */
int32_t hermetic_process_cross_section(const char *process, int32_t pdg, const char *material,
                                       double range_cut_mm, const double *kinetic_energies_GeV,
                                       size_t n, double *per_mm);

/* Restricted mean energy loss [GeV/mm] below the production cuts of range_cut_mm; kind is
 * "ionisation", "bremsstrahlung" or "total". @since 0.1 */
int32_t hermetic_process_stopping_power(const char *kind, int32_t pdg, const char *material,
                                        double range_cut_mm, const double *kinetic_energies_GeV,
                                        size_t n, double *GeV_per_mm);

/* Final states of n interactions of a particle flying along +z, chosen among all discrete processes.
 * Six numbers per particle {pdg, kinetic energy, ux, uy, uz, deposit}, three particles per interaction
 * (the projectile first; unused entries 0; the local deposit stands in the first entry's sixth number):
 * out has room for 18 n numbers. Interaction i depends on (seed, i) only. @since 0.1 */
int32_t hermetic_process_sample(int32_t pdg, const char *material, double range_cut_mm,
                                double kinetic_energy_GeV, uint64_t seed, size_t n, double *out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_PROCESSES_H */
