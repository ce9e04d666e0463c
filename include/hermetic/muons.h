/* Hermetic: energy loss of muons, without a geometry (docs/physics/muons.md). */
#ifndef HERMETIC_MUONS_H
#define HERMETIC_MUONS_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Mean energy loss [GeV/mm] of muons of either charge, without cuts, for n kinetic energies (0.01 …
 * 1e4 GeV). process: "ionisation", "bremsstrahlung", "pair", "photonuclear" or "total"; material: a
 * built-in name or a card. @since 0.2 */
int32_t hermetic_muon_stopping_power(const char *process, const char *material,
                                     const double *kinetic_energies_GeV, size_t n, double *GeV_per_mm);

/* Spectrum of single losses [1/(mm GeV)] of a muon of one kinetic energy at n losses (1e-6 GeV and more);
 * process: as above without "total", where "ionisation" means knock-on electrons. 0 outside the kinematic
 * limits. @since 0.2 */
int32_t hermetic_muon_loss_density(const char *process, const char *material, double kinetic_energy_GeV,
                                   const double *losses_GeV, size_t n, double *per_mm_GeV);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_MUONS_H */
