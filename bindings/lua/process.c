/* hermetic.process: electromagnetic processes, alone. */
#include "binding.h"

typedef int32_t tabulate(const char *, int32_t, const char *, double, const double *, size_t, double *);

static int table_of(lua_State *L, tabulate *function, const char *what) {
  const char *const known[] = {what, "particle", "material", "range_cut_mm", "kinetic_energies_GeV", NULL};
  check_keys(L, 1, known);
  size_t count;
  double *energies = numbers_field(L, 1, "kinetic_energies_GeV", &count);
  double *values = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status =
      function(string_field(L, 1, what, NULL), particle_field(L, 1, "particle", NULL),
               string_field(L, 1, "material", NULL), number_field(L, 1, "range_cut_mm", 1, 0.7), energies,
               count, values);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, count);
  return 1;
}

/* {process = "pair", particle = "gamma", material = "Pb", kinetic_energies_GeV = {…}} → list of 1/mm */
static int cross_section(lua_State *L) { return table_of(L, hermetic_process_cross_section, "process"); }

/* {kind = "ionisation", particle = "e-", material = "Fe", kinetic_energies_GeV = {…}} → list of GeV/mm */
static int stopping_power(lua_State *L) { return table_of(L, hermetic_process_stopping_power, "kind"); }

/* {particle, material, kinetic_energy_GeV, count, seed, range_cut_mm}
 * → list of lists of {pdg, kinetic_energy_GeV, direction}, each with deposit_GeV */
static int sample(lua_State *L) {
  static const char *const known[] = {"particle", "material",    "kinetic_energy_GeV", "count",
                                      "seed",     "range_cut_mm", NULL};
  check_keys(L, 1, known);
  lua_Integer count = count_field(L, 1, "count", 0, 0);
  luaL_argcheck(L, count <= 10000000, 1, "count must be at most 1e7");
  double *out = lua_newuserdatauv(L, (size_t)(count + 1) * 18 * sizeof(double), 0);
  int32_t status = hermetic_process_sample(
      particle_field(L, 1, "particle", NULL), string_field(L, 1, "material", NULL),
      number_field(L, 1, "range_cut_mm", 1, 0.7), number_field(L, 1, "kinetic_energy_GeV", 0, 0),
      (uint64_t)count_field(L, 1, "seed", 1, 1), (size_t)count, out);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_newtable(L);
    lua_pushnumber(L, out[18 * i + 5]);
    lua_setfield(L, -2, "deposit_GeV");
    int particles = 0;
    for (int k = 0; k < 3; k++) {
      const double *entry = out + 18 * i + 6 * k;
      if (entry[0] == 0) continue;
      lua_createtable(L, 0, 3);
      lua_pushinteger(L, (lua_Integer)entry[0]);
      lua_setfield(L, -2, "pdg");
      lua_pushnumber(L, entry[1]);
      lua_setfield(L, -2, "kinetic_energy_GeV");
      push_numbers(L, entry + 2, 3);
      lua_setfield(L, -2, "direction");
      lua_rawseti(L, -2, ++particles);
    }
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

void open_process(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"cross_section", cross_section}, {"stopping_power", stopping_power}, {"sample", sample}, {NULL, NULL}};
  luaL_newlib(L, functions);
}
