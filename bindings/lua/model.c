/* hermetic.model{kind = "dark_photon", mass_GeV = 0.0167}: cross sections, final states, decays. */
#include <string.h>

#include "binding.h"

static hermetic_model *self(lua_State *L) {
  hermetic_model **slot = luaL_checkudata(L, 1, MODEL_TYPE);
  luaL_argcheck(L, *slot != NULL, 1, "the model is closed");
  return *slot;
}

int model_create(lua_State *L) {
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  hermetic_model **slot = lua_newuserdatauv(L, sizeof *slot, 0);
  *slot = NULL;
  luaL_setmetatable(L, MODEL_TYPE);
  int32_t status = hermetic_model_create(card, slot);
  return status == HERMETIC_OK ? 1 : fail(L, status);
}

static int close(lua_State *L) {
  hermetic_model **slot = luaL_checkudata(L, 1, MODEL_TYPE);
  hermetic_model_free(*slot);
  *slot = NULL;
  return 0;
}

/* model:cross_section{energies_GeV = {50, 100}, element = "Pb", particle = "e-"} → list of pb */
static int cross_section(lua_State *L) {
  static const char *const known[] = {"energies_GeV", "element", "particle", NULL};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  size_t count;
  double *energies = numbers_field(L, 2, "energies_GeV", &count);
  double *pb = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_model_cross_section(model, particle_field(L, 2, "particle", "e-"),
                                                string_field(L, 2, "element", NULL), energies, count, pb);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, pb, count);
  return 1;
}

/* model:differential_cross_section{x = {0.1, 0.9}, energy_GeV = 100, element = "Pb"} → list of pb */
static int differential_cross_section(lua_State *L) {
  static const char *const known[] = {"x", "energy_GeV", "element", "particle", NULL};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  size_t count;
  double *x = numbers_field(L, 2, "x", &count);
  double *pb = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_model_differential_cross_section(
      model, particle_field(L, 2, "particle", "e-"), string_field(L, 2, "element", NULL),
      number_field(L, 2, "energy_GeV", 0, 0), x, count, pb);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, pb, count);
  return 1;
}

/* model:sample{count = 10, energy_GeV = 100, element = "Pb", seed = 1, first = 0}
 * → list of {boson = {E, px, py, pz}, lepton = {…}, nucleus = {…}} */
static int sample(lua_State *L) {
  static const char *const known[] = {"count", "energy_GeV", "element", "particle", "seed", "first", NULL};
  static const char *const names[] = {"boson", "lepton", "nucleus"};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  lua_Integer count = count_field(L, 2, "count", 0, 0);
  luaL_argcheck(L, count <= 100000000, 2, "count must be at most 1e8");
  double *states = lua_newuserdatauv(L, (size_t)(count + 1) * 12 * sizeof(double), 0);
  int32_t status = hermetic_model_sample(
      model, particle_field(L, 2, "particle", "e-"), string_field(L, 2, "element", NULL),
      number_field(L, 2, "energy_GeV", 0, 0), (uint64_t)count_field(L, 2, "seed", 1, 1),
      (uint64_t)count_field(L, 2, "first", 1, 0), (size_t)count, states);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_createtable(L, 0, 3);
    for (int particle = 0; particle < 3; particle++) {
      push_numbers(L, states + 12 * i + 4 * particle, 4);
      lua_setfield(L, -2, names[particle]);
    }
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* ---------------------------------------------------------------- any process */

/* model:describe() → {kind, parameters, processes, decays} */
static int describe(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_model_describe(self(L), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* model:process_cross_section{process = "bremsstrahlung", energies_GeV = {50}, element, particle} → list of pb */
static int process_cross_section(lua_State *L) {
  static const char *const known[] = {"process", "energies_GeV", "element", "particle", NULL};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  size_t count;
  double *energies = numbers_field(L, 2, "energies_GeV", &count);
  double *pb = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_model_process_cross_section(
      model, string_field(L, 2, "process", NULL), particle_field(L, 2, "particle", "e-"),
      string_field(L, 2, "element", NULL), energies, count, pb);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, pb, count);
  return 1;
}

/* model:process_differential{process, variables = "x", values = {0.1, 0.9}, energy_GeV, element, particle}; with
 * several variables the values of one point stand side by side */
static int process_differential(lua_State *L) {
  static const char *const known[] = {"process", "variables", "values", "energy_GeV", "element", "particle", NULL};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  size_t count, dimension = 1;
  const char *variables = string_field(L, 2, "variables", NULL);
  for (const char *letter = variables; *letter; letter++) dimension += *letter == ',';
  double *values = numbers_field(L, 2, "values", &count);
  luaL_argcheck(L, count % dimension == 0, 2, "values must hold whole points");
  count /= dimension;
  double *pb = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_model_process_differential(
      model, string_field(L, 2, "process", NULL), particle_field(L, 2, "particle", "e-"),
      string_field(L, 2, "element", NULL), number_field(L, 2, "energy_GeV", 0, 0), variables, values, count, pb);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, pb, count);
  return 1;
}

/* Finds the list `list` of the entry of description[table] whose `key` is `name`; leaves it on the stack. */
static int names_of(lua_State *L, const char *table, const char *key, const char *name, const char *list) {
  lua_pushcfunction(L, describe);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  if (!lua_istable(L, -1)) return 0;
  lua_getfield(L, -1, table);
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TTABLE; i++) {
    lua_getfield(L, -1, key);
    int found = strcmp(lua_tostring(L, -1), name) == 0;
    lua_pop(L, 1);
    if (found) {
      lua_getfield(L, -1, list);
      return (int)lua_rawlen(L, -1);
    }
    lua_pop(L, 1);
  }
  return 0;
}

void push_states(lua_State *L, const double *states, lua_Integer count, int particles) {
  int names = lua_gettop(L);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 0; i < count; i++) {
    lua_createtable(L, 0, particles);
    for (int particle = 0; particle < particles; particle++) {
      lua_rawgeti(L, names, particle + 1);
      for (int copy = 2; lua_pushvalue(L, -1), lua_rawget(L, -3) != LUA_TNIL; copy++) {
        lua_pop(L, 2);
        lua_rawgeti(L, names, particle + 1);
        lua_pushfstring(L, "%s_%d", lua_tostring(L, -1), copy);
        lua_remove(L, -2);
      }
      lua_pop(L, 1);
      push_numbers(L, states + 4 * (particles * i + particle), 4);
      lua_rawset(L, -3);
    }
    lua_rawseti(L, -2, i + 1);
  }
}

/* model:process_sample{process, count = 10, energy_GeV = 100, element, particle, seed = 1, first = 0}
 * → list of {name of a particle = {E, px, py, pz}, …} */
static int process_sample(lua_State *L) {
  static const char *const known[] = {"process", "count", "energy_GeV", "element",
                                      "particle", "seed",  "first",      NULL};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  const char *process = string_field(L, 2, "process", NULL);
  lua_Integer count = count_field(L, 2, "count", 0, 0);
  luaL_argcheck(L, count <= 100000000, 2, "count must be at most 1e8");
  int particles = names_of(L, "processes", "name", process, "final_state");
  int names = lua_gettop(L);
  size_t capacity = (size_t)count * 4 * (size_t)(particles ? particles : 1);
  double *states = lua_newuserdatauv(L, (capacity + 1) * sizeof(double), 0);
  int32_t status = hermetic_model_process_sample(
      model, process, particle_field(L, 2, "particle", "e-"), string_field(L, 2, "element", NULL),
      number_field(L, 2, "energy_GeV", 0, 0), (uint64_t)count_field(L, 2, "seed", 1, 1),
      (uint64_t)count_field(L, 2, "first", 1, 0), (size_t)count, states, capacity);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_pushvalue(L, names);
  push_states(L, states, count, particles);
  return 1;
}

/* model:prepare{energies_GeV = {1, 100}, material = "Pb", process, beam, minimum_boson_energy_GeV} → production */
static int prepare(lua_State *L) {
  hermetic_model *model = self(L);
  const char *card = card_argument(L, 2);
  if (card == NULL) return 3;
  hermetic_production **slot = lua_newuserdatauv(L, sizeof *slot, 1);
  *slot = NULL;
  luaL_setmetatable(L, PRODUCTION_TYPE);
  int32_t status = hermetic_production_create(model, card, slot);
  if (status != HERMETIC_OK) return fail(L, status);
  int made = lua_gettop(L);
  /* The names of the final state go with it. */
  const char *process = NULL;
  if (lua_istable(L, 2) && lua_getfield(L, 2, "process") == LUA_TSTRING) process = lua_tostring(L, -1);
  if (process == NULL) {
    lua_pushcfunction(L, describe);
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "processes");
    lua_rawgeti(L, -1, 1);
    lua_getfield(L, -1, "name");
    process = lua_tostring(L, -1);
  }
  names_of(L, "processes", "name", process, "final_state");
  lua_setiuservalue(L, made, 1);
  lua_pushvalue(L, made);
  return 1;
}

/* model:decay_sample{channel = "e+ e-", count = 10, energy_GeV = 100, seed = 1, first = 0} */
static int decay_sample(lua_State *L) {
  static const char *const known[] = {"channel", "count", "energy_GeV", "seed", "first", NULL};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  const char *channel = string_field(L, 2, "channel", NULL);
  lua_Integer count = count_field(L, 2, "count", 0, 0);
  luaL_argcheck(L, count <= 100000000, 2, "count must be at most 1e8");
  int particles = names_of(L, "decays", "channel", channel, "products");
  int names = lua_gettop(L);
  size_t capacity = (size_t)count * 4 * (size_t)(particles ? particles : 1);
  double *states = lua_newuserdatauv(L, (capacity + 1) * sizeof(double), 0);
  int32_t status = hermetic_model_decay_sample(
      model, channel, number_field(L, 2, "energy_GeV", 0, 0), (uint64_t)count_field(L, 2, "seed", 1, 1),
      (uint64_t)count_field(L, 2, "first", 1, 0), (size_t)count, states, capacity);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_pushvalue(L, names);
  push_states(L, states, count, particles);
  return 1;
}

/* model:decay_in_flight{energies_GeV = {50}, first_plane_mm = 200, second_plane_mm = 1000, parent = "A'", seed = 1,
 * first = 0} → probabilities, decay points [mm] */
static int decay_in_flight(lua_State *L) {
  static const char *const known[] = {"energies_GeV", "first_plane_mm", "second_plane_mm", "parent", "seed",
                                      "first",        NULL};
  hermetic_model *model = self(L);
  check_keys(L, 2, known);
  size_t count;
  double *energies = numbers_field(L, 2, "energies_GeV", &count);
  double *out = lua_newuserdatauv(L, (2 * count + 1) * sizeof(double), 0);
  int32_t status = hermetic_model_decay_in_flight(
      model, string_field(L, 2, "parent", ""), energies, count, number_field(L, 2, "first_plane_mm", 1, 0),
      number_field(L, 2, "second_plane_mm", 0, 0), (uint64_t)count_field(L, 2, "seed", 1, 1),
      (uint64_t)count_field(L, 2, "first", 1, 0), out, out + count);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, out, count);
  push_numbers(L, out + count, count);
  return 2;
}

void open_model(lua_State *L) {
  static const luaL_Reg methods[] = {{"cross_section", cross_section},
                                     {"differential_cross_section", differential_cross_section},
                                     {"sample", sample},
                                     {"describe", describe},
                                     {"process_cross_section", process_cross_section},
                                     {"process_differential", process_differential},
                                     {"process_sample", process_sample},
                                     {"prepare", prepare},
                                     {"decay_sample", decay_sample},
                                     {"decay_in_flight", decay_in_flight},
                                     {"close", close},
                                     {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, MODEL_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
