/* hermetic.muon: energy loss of muons; hermetic.synchrotron: radiation in a transverse field. */
#include "binding.h"

/* muon.stopping_power{process = "pair", material = "Pb", kinetic_energies_GeV = {10, 100}} → list of GeV/mm */
static int stopping_power(lua_State *L) {
  static const char *const known[] = {"process", "material", "kinetic_energies_GeV", NULL};
  check_keys(L, 1, known);
  size_t count;
  double *energies = numbers_field(L, 1, "kinetic_energies_GeV", &count);
  double *result = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_muon_stopping_power(string_field(L, 1, "process", "total"),
                                                string_field(L, 1, "material", NULL), energies, count, result);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, result, count);
  return 1;
}

/* muon.loss_density{process, material, kinetic_energy_GeV = 160, losses_GeV = {1, 10}} → list of 1/(mm GeV) */
static int loss_density(lua_State *L) {
  static const char *const known[] = {"process", "material", "kinetic_energy_GeV", "losses_GeV", NULL};
  check_keys(L, 1, known);
  size_t count;
  double *losses = numbers_field(L, 1, "losses_GeV", &count);
  double *result = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_muon_loss_density(
      string_field(L, 1, "process", NULL), string_field(L, 1, "material", NULL),
      number_field(L, 1, "kinetic_energy_GeV", 0, 0), losses, count, result);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, result, count);
  return 1;
}

/* synchrotron.describe{particle = "e-", energy_GeV = 100, field_T = 1.75} → {photons_per_mm, …} */
static int describe(lua_State *L) {
  hermetic_text *text = NULL;
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  int32_t status = hermetic_synchrotron_describe(card, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* synchrotron.spectrum(card, {energies in GeV}) → list of photons/(mm GeV) */
static int spectrum(lua_State *L) {
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t count = lua_rawlen(L, 2);
  double *values = lua_newuserdatauv(L, (2 * count + 1) * sizeof(double), 0);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    values[i] = luaL_checknumber(L, -1);
    lua_pop(L, 1);
  }
  int32_t status = hermetic_synchrotron_spectrum(card, values, count, values + count);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values + count, count);
  return 1;
}

/* synchrotron.sample(card, count [, seed [, first]]) → list of GeV */
static int sample(lua_State *L) {
  lua_settop(L, 4);
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  lua_Integer count = luaL_checkinteger(L, 2);
  luaL_argcheck(L, count >= 0 && count <= 100000000, 2, "count must be 0 … 1e8");
  double *values = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof(double), 0);
  int32_t status = hermetic_synchrotron_sample(card, (uint64_t)luaL_optinteger(L, 3, 1),
                                               (uint64_t)luaL_optinteger(L, 4, 0), (size_t)count, values);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, (size_t)count);
  return 1;
}

void open_muon(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"stopping_power", stopping_power}, {"loss_density", loss_density}, {NULL, NULL}};
  luaL_newlib(L, functions);
}

void open_synchrotron(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"describe", describe}, {"spectrum", spectrum}, {"sample", sample}, {NULL, NULL}};
  luaL_newlib(L, functions);
}
