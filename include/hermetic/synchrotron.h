/* Hermetic: synchrotron radiation in a transverse field (docs/physics/synchrotron.md). */
#ifndef HERMETIC_SYNCHROTRON_H
#define HERMETIC_SYNCHROTRON_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a particle radiates per mm of track. Card: {"particle": "e-" | "mu-" | "pi-" | … | PDG number,
 * "energy_GeV": total energy, "field_T": transverse field}. JSON: {"photons_per_mm",
 * "mean_photon_energy_GeV", "critical_energy_GeV", "loss_GeV_per_mm", "curvature_per_mm", "mass_GeV"}.
 * @since 0.2 */
int32_t hermetic_synchrotron_describe(const char *card, hermetic_text **out);

/* Number spectrum [photons/(mm GeV)] at n photon energies (1e-12 GeV and more). @since 0.2 */
int32_t hermetic_synchrotron_spectrum(const char *card, const double *photon_energies_GeV, size_t n,
                                      double *per_mm_GeV);

/* Energies [GeV] of n photons. Photon i depends on (seed, first + i) only. @since 0.2 */
int32_t hermetic_synchrotron_sample(const char *card, uint64_t seed, uint64_t first, size_t n,
                                    double *photon_energies_GeV);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_SYNCHROTRON_H */
