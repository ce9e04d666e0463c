/* Hermetic: phenomenology of new bosons and dark matter, without a simulation (docs/physics/phenomenology.md). */
#ifndef HERMETIC_PHENOMENOLOGY_H
#define HERMETIC_PHENOMENOLOGY_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One-loop contribution to the anomalous magnetic moment (g-2)/2 of a lepton ("e", "mu", "tau") for n
 * masses [GeV, 0 … 1e6] of a neutral boson that couples to it with strength 1; it goes with the square.
 * coupling: "vector", "axial", "scalar", "pseudoscalar". @since 0.2 */
int32_t hermetic_phenomenology_magnetic_moment(const char *coupling, const char *lepton,
                                               const double *masses_GeV, size_t n, double *delta_a);

/* The inverse: the coupling that gives delta_a, for n masses. Vector and scalar couplings give positive
 * contributions, axial and pseudoscalar ones negative. @since 0.2 */
int32_t hermetic_phenomenology_magnetic_moment_coupling(const char *coupling, const char *lepton,
                                                        double delta_a, const double *masses_GeV, size_t n,
                                                        double *couplings);

/* One-loop mixing Π(q²)/g of the photon with the Z' of L_mu - L_tau for n virtualities [GeV², timelike
 * positive, |q²| ≤ 1e12]: the kinetic mixing is g |Π/g|. real or imaginary may be NULL. @since 0.2 */
int32_t hermetic_phenomenology_loop_mixing(const double *q2_GeV2, size_t n, double *real, double *imaginary);

/* Converts n numbers from one measure of a dark sector's strength to another: "epsilon",
 * "coupling" (g = ε e), "y" = ε² α_D (m_χ/m_A')⁴, "y_of_couplings" = (g_χ g)² (m_χ/m)⁴.
 * mass_ratio = m_A'/m_χ. @since 0.2 */
int32_t hermetic_phenomenology_convert(const char *from, const char *to, double alpha_D, double mass_ratio,
                                       const double *values, size_t n, double *converted);

/* Freeze-out of dark matter: the coupling that leaves the observed density, or the density that a coupling
 * leaves, or the alpha_D that makes a coupling leave it, for one mass or many (docs/physics/phenomenology.md):
 *
 *     {"dark_matter": "majorana", "m_chi_GeV": [0.01, 0.1], "mass_ratio": 3, "alpha_D": 0.1}
 *
 * dark_matter: "majorana", "dirac", "pseudo_dirac", "complex_scalar"; mediator: "dark_photon" (default),
 * "l_mu_minus_l_tau", "b_minus_l"; find: "coupling" (default), "density", "alpha_D". The answer is the card with
 * its defaults and "rows", one object per mass. @since 0.2 */
int32_t hermetic_phenomenology_relic(const char *card, hermetic_text **out);

/* Effective degrees of freedom of the primordial plasma for n temperatures [GeV]: of energy, of entropy, and
 * g*^(1/2) of the Boltzmann equation; each output may be NULL. source: "saikawa_shirai", "ideal_gas_150MeV".
 * @since 0.2 */
int32_t hermetic_phenomenology_degrees_of_freedom(const char *source, const double *temperatures_GeV, size_t n,
                                                  double *energy, double *entropy, double *freeze_out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_PHENOMENOLOGY_H */
