#ifndef HERMETIC_TABLES_H
#define HERMETIC_TABLES_H

// Physics data as C arrays. Origin, licence, checksums: Sources/Tables/README.md.
// Pointers are to static storage; an index outside its range gives a null pointer or 0.

enum { HERMETIC_TABLES_HIGHEST_Z = 92 };

// --- Elements, Z = 1 to 92 ---------------------------------------------------------------------------
const char *hermetic_element_symbol(int z);
double hermetic_element_atomic_weight(int z);           // g/mol, IUPAC 2021
double hermetic_element_mean_excitation_energy(int z);  // eV, as used by NIST ESTAR (ICRU 37; C: 81)
double hermetic_element_density(int z);                 // g/cm3 at 20 C and 1 atm, as used by NIST ESTAR

// --- NIST XCOM photon cross sections, Z = 1 to 92, 1 keV to 100 GeV -----------------------------------
// Each absorption edge is a pair of points: 0.1 eV below the edge and the edge itself.
int hermetic_xcom_count(int z);
const double *hermetic_xcom_energy(int z);         // GeV
const double *hermetic_xcom_photoelectric(int z);  // barn per atom, also below
const double *hermetic_xcom_incoherent(int z);
const double *hermetic_xcom_pair_nuclear(int z);
const double *hermetic_xcom_pair_electron(int z);

// --- NIST ESTAR electron stopping powers, 10 keV to 10 GeV --------------------------------------------
// Index: 1 to 92 is Z; then the compounds below (references for tests).
enum { HERMETIC_ESTAR_POLYSTYRENE = 93, HERMETIC_ESTAR_WATER = 94, HERMETIC_ESTAR_AIR = 95 };
int hermetic_estar_count(void);
const double *hermetic_estar_energy(void);             // GeV, kinetic
const double *hermetic_estar_collision(int index);     // MeV cm2/g
const double *hermetic_estar_radiative(int index);     // MeV cm2/g
const double *hermetic_estar_density_effect(int index);  // density-effect correction delta

#endif
