/* hermetic.process: electromagnetic processes, alone. */
#include "binding.h"

static void push_particle(lua_State *L, double pdg, double kinetic_energy_GeV, const double *direction) {
  lua_createtable(L, 0, 3);
  lua_pushinteger(L, (lua_Integer)pdg);
  lua_setfield(L, -2, "pdg");
  lua_pushnumber(L, kinetic_energy_GeV);
  lua_setfield(L, -2, "kinetic_energy_GeV");
  push_numbers(L, direction, 3);
  lua_setfield(L, -2, "direction");
}

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

/* Interactions as a list of lists of {pdg, kinetic_energy_GeV, direction}, each with deposit_GeV. */
static int push_interactions(lua_State *L, const double *out, lua_Integer count) {
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_newtable(L);
    lua_pushnumber(L, out[18 * i + 5]);
    lua_setfield(L, -2, "deposit_GeV");
    int particles = 0;
    for (int k = 0; k < 3; k++) {
      const double *entry = out + 18 * i + 6 * k;
      if (entry[0] == 0) continue;
      push_particle(L, entry[0], entry[1], entry + 2);
      lua_rawseti(L, -2, ++particles);
    }
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

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
  return push_interactions(L, out, count);
}

/* ---------------------------------------------------------------- a probe keeps its tables */

static hermetic_probe *self(lua_State *L) {
  hermetic_probe **slot = luaL_checkudata(L, 1, PROBE_TYPE);
  luaL_argcheck(L, *slot != NULL, 1, "the probe is closed");
  return *slot;
}

/* hermetic.process.probe{particle = "e-", material = "Pb", range_cut_mm = 0.7 | cuts_GeV = {…}} */
static int probe_create(lua_State *L) {
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  hermetic_probe **slot = lua_newuserdatauv(L, sizeof *slot, 0);
  *slot = NULL;
  luaL_setmetatable(L, PROBE_TYPE);
  int32_t status = hermetic_probe_create(card, slot);
  return status == HERMETIC_OK ? 1 : fail(L, status);
}

static int probe_close(lua_State *L) {
  hermetic_probe **slot = luaL_checkudata(L, 1, PROBE_TYPE);
  hermetic_probe_free(*slot);
  *slot = NULL;
  return 0;
}

static int probe_describe(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_probe_describe(self(L), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

static const char *optional_field(lua_State *L, int table, const char *key) {
  lua_getfield(L, table, key);
  const int absent = lua_isnil(L, -1);
  lua_pop(L, 1);
  return absent ? NULL : string_field(L, table, key, NULL);
}

/* probe:evaluate{quantity = "range", process = "total", kinetic_energies_GeV = {…}} → list */
static int probe_evaluate(lua_State *L) {
  static const char *const known[] = {"quantity", "process", "kinetic_energies_GeV", NULL};
  hermetic_probe *probe = self(L);
  check_keys(L, 2, known);
  size_t count;
  double *energies = numbers_field(L, 2, "kinetic_energies_GeV", &count);
  double *values = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_probe_evaluate(probe, string_field(L, 2, "quantity", NULL),
                                           optional_field(L, 2, "process"), energies, count, values);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, count);
  return 1;
}

/* probe:interact{process = all, kinetic_energy_GeV, count, seed = 1, first = 0} → as hermetic.process.sample */
static int probe_interact(lua_State *L) {
  static const char *const known[] = {"process", "kinetic_energy_GeV", "count", "seed", "first", NULL};
  hermetic_probe *probe = self(L);
  check_keys(L, 2, known);
  lua_Integer count = count_field(L, 2, "count", 0, 0);
  luaL_argcheck(L, count <= 10000000, 2, "count must be at most 1e7");
  double *out = lua_newuserdatauv(L, (size_t)(count + 1) * 18 * sizeof(double), 0);
  int32_t status = hermetic_probe_interact(
      probe, optional_field(L, 2, "process"), number_field(L, 2, "kinetic_energy_GeV", 0, 0),
      (uint64_t)count_field(L, 2, "seed", 1, 1), (uint64_t)count_field(L, 2, "first", 1, 0), (size_t)count, out);
  if (status != HERMETIC_OK) return fail(L, status);
  return push_interactions(L, out, count);
}

/* probe:follow{kinetic_energy_GeV, path_mm, count, seed = 1, first = 0}
 * → list of {energy_loss_GeV, direction, position_mm} */
static int probe_follow(lua_State *L) {
  static const char *const known[] = {"kinetic_energy_GeV", "path_mm", "count", "seed", "first", NULL};
  hermetic_probe *probe = self(L);
  check_keys(L, 2, known);
  lua_Integer count = count_field(L, 2, "count", 0, 0);
  luaL_argcheck(L, count <= 10000000, 2, "count must be at most 1e7");
  double *out = lua_newuserdatauv(L, (size_t)(count + 1) * 7 * sizeof(double), 0);
  int32_t status = hermetic_probe_follow(
      probe, number_field(L, 2, "kinetic_energy_GeV", 0, 0), number_field(L, 2, "path_mm", 0, 0),
      (uint64_t)count_field(L, 2, "seed", 1, 1), (uint64_t)count_field(L, 2, "first", 1, 0), (size_t)count, out);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_createtable(L, 0, 3);
    lua_pushnumber(L, out[7 * i]);
    lua_setfield(L, -2, "energy_loss_GeV");
    push_numbers(L, out + 7 * i + 1, 3);
    lua_setfield(L, -2, "direction");
    push_numbers(L, out + 7 * i + 4, 3);
    lua_setfield(L, -2, "position_mm");
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* probe:final_states{process = "inelastic", kinetic_energy_GeV, count, seed = 1, first = 0}
 * → list of {deposit_GeV, nuclear_loss_GeV, particles = list of {pdg, kinetic_energy_GeV, direction}} */
static int probe_final_states(lua_State *L) {
  static const char *const known[] = {"process", "kinetic_energy_GeV", "count", "seed", "first", NULL};
  hermetic_probe *probe = self(L);
  check_keys(L, 2, known);
  lua_Integer count = count_field(L, 2, "count", 0, 0);
  luaL_argcheck(L, count <= 1000000, 2, "count must be at most 1e6");
  size_t needed = 0;
  size_t capacity = (size_t)(count + 1) * 64;
  double *rows = NULL;
  for (int attempt = 0; attempt < 2; attempt++) {
    rows = lua_newuserdatauv(L, (capacity + 1) * 6 * sizeof(double), 0);
    int32_t status = hermetic_probe_final_states(
        probe, string_field(L, 2, "process", "inelastic"), number_field(L, 2, "kinetic_energy_GeV", 0, 0),
        (uint64_t)count_field(L, 2, "seed", 1, 1), (uint64_t)count_field(L, 2, "first", 1, 0), (size_t)count,
        capacity, rows, &needed);
    if (status != HERMETIC_OK) return fail(L, status);
    if (needed <= capacity) break;
    capacity = needed;
  }
  lua_createtable(L, (int)count, 0);
  lua_Integer number = 0;
  lua_Integer particle = 0;
  for (size_t i = 0; i < needed; i++) {
    const double *row = rows + 6 * i;
    if (row[1] == 0) {
      if (number > 0) {
        lua_setfield(L, -2, "particles");
        lua_rawseti(L, -2, number);
      }
      number++;
      particle = 0;
      lua_createtable(L, 0, 3);
      lua_pushnumber(L, row[2]);
      lua_setfield(L, -2, "deposit_GeV");
      lua_pushnumber(L, row[3]);
      lua_setfield(L, -2, "nuclear_loss_GeV");
      lua_newtable(L);
      continue;
    }
    push_particle(L, row[1], row[2], row + 3);
    lua_rawseti(L, -2, ++particle);
  }
  if (number > 0) {
    lua_setfield(L, -2, "particles");
    lua_rawseti(L, -2, number);
  }
  return 1;
}

static void open_probe(lua_State *L) {
  static const luaL_Reg methods[] = {{"describe", probe_describe},
                                     {"evaluate", probe_evaluate},
                                     {"interact", probe_interact},
                                     {"follow", probe_follow},
                                     {"final_states", probe_final_states},
                                     {"close", probe_close},
                                     {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", probe_close}, {"__close", probe_close}, {NULL, NULL}};
  luaL_newmetatable(L, PROBE_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

void open_process(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"cross_section", cross_section}, {"stopping_power", stopping_power}, {"sample", sample},
      {"probe", probe_create},          {NULL, NULL}};
  open_probe(L);
  luaL_newlib(L, functions);
}
