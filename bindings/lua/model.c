/* hermetic.model{kind = "dark_photon", mass_GeV = 0.0167}: cross sections and final states, coupling 1. */
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

void open_model(lua_State *L) {
  static const luaL_Reg methods[] = {{"cross_section", cross_section},
                                     {"differential_cross_section", differential_cross_section},
                                     {"sample", sample},
                                     {"close", close},
                                     {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, MODEL_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
