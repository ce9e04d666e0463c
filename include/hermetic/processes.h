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
 * muons (since 0.2): "ionisation", "bremsstrahlung", "pair", "photonuclear", "total", "inverse_transport_mean_free_path".
 * Energies 1e-6 … 200 GeV, muons 1e-3 … 250 GeV. @since 0.1 */
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

/* A probe: one particle in one material at given cuts, with its tables. Made once (0.1 to 0.2 s), asked
 * often. Const calls may be made from several threads.
 *
 * card: {"particle": "e-" | "e+" | "gamma" | "mu-" | "mu+" | "pi-" | "p" | … | PDG number, "material": name or card,
 *        "range_cut_mm": 0.7 | "cuts_GeV": {"photon": …, "electron": …, "positron": …}}
 * @since 0.2 */
typedef struct hermetic_probe hermetic_probe;
int32_t hermetic_probe_create(const char *card, hermetic_probe **out);
void hermetic_probe_free(hermetic_probe *probe);

/* Its cuts, processes, and what `hermetic_probe_evaluate` answers, as JSON. @since 0.2 */
int32_t hermetic_probe_describe(const hermetic_probe *probe, hermetic_text **out);

/* A quantity for n kinetic energies (1e-6 … 200 GeV; muons
 * 1e-3 … 250 GeV). process: a process, a kind of loss, or NULL = "total".
 *
 * "cross_section" [1/mm] and "mean_free_path" [mm] of a discrete process or their "total";
 * "stopping_power" [GeV/mm] below the cuts and "unrestricted_stopping_power" without cuts, of "ionisation",
 * "bremsstrahlung", "total"; "range" [mm] of the loss below the cuts, "csda_range" [mm] of all loss;
 * "straggling" [GeV2/mm], the variance of the loss below the cuts per path;
 * "inverse_transport_mean_free_path" [1/mm] of elastic scattering.
 * Hadrons (1e-6 … 250 GeV): "inelastic", "elastic", "total"; losses and ranges of charged ones by ionisation. Photons
 * also "photonuclear". @since 0.2 */
int32_t hermetic_probe_evaluate(const hermetic_probe *probe, const char *quantity, const char *process,
                                const double *kinetic_energies_GeV, size_t n, double *values);

/* Final states of n interactions by one named process, or by all of them (NULL), laid out as in
 * hermetic_process_sample: 18 n numbers. HERMETIC_E_KINEMATICS where the process is not possible.
 * Interaction i depends on (seed, first + i) only. @since 0.2 */
int32_t hermetic_probe_interact(const hermetic_probe *probe, const char *process, double kinetic_energy_GeV,
                                uint64_t seed, uint64_t first, size_t n, double *out);

/* All products of n interactions or decays along +z, in rows of six numbers
 * {interaction, pdg, kinetic energy [GeV], ux, uy, uz}. The first row of each interaction has pdg 0, the local deposit
 * in the third and the change of the nuclei's rest energy in the fourth column [GeV]; neutral kaons are 310 or 130.
 *
 * process: of hadrons "inelastic", "elastic", "decay"; of photons "photonuclear"; "decay" of muons, π0, η, η′ and τ too.
 * rows has room for `capacity` rows; *needed is the number there are: when it is larger, what fits is written.
 * Interaction i depends on (seed, first + i) only. @since 0.2 */
int32_t hermetic_probe_final_states(const hermetic_probe *probe, const char *process, double kinetic_energy_GeV,
                                    uint64_t seed, uint64_t first, size_t n, size_t capacity, double *rows,
                                    size_t *needed);

/* Multiple scattering and loss with straggling after a path in an infinite medium, without discrete
 * interactions, for n particles that start along +z at the origin. Seven numbers each: energy loss [GeV],
 * direction (3), position [mm] (3). A particle that stops before the end has lost its kinetic energy.
 * Particle i depends on (seed, first + i) only. @since 0.2 */
int32_t hermetic_probe_follow(const hermetic_probe *probe, double kinetic_energy_GeV, double path_mm,
                              uint64_t seed, uint64_t first, size_t n, double *out);

#ifdef __cplusplus
}
#endif

#endif /* HERMETIC_PROCESSES_H */
