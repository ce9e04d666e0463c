/* model:prepare{…}: a signal process in a transport of one's own. */
#include "binding.h"

static hermetic_production *self(lua_State *L) {
  hermetic_production **slot = luaL_checkudata(L, 1, PRODUCTION_TYPE);
  luaL_argcheck(L, *slot != NULL, 1, "the production is closed");
  return *slot;
}

static int close(lua_State *L) {
  hermetic_production **slot = luaL_checkudata(L, 1, PRODUCTION_TYPE);
  hermetic_production_free(*slot);
  *slot = NULL;
  return 0;
}

/* production:rate{energies_GeV = {50, 100}} → list of 1/mm */
static int rate(lua_State *L) {
  static const char *const known[] = {"energies_GeV", NULL};
  hermetic_production *production = self(L);
  check_keys(L, 2, known);
  size_t count;
  double *energies = numbers_field(L, 2, "energies_GeV", &count);
  double *per_mm = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  int32_t status = hermetic_production_rate(production, energies, count, per_mm);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, per_mm, count);
  return 1;
}

/* production:sample{energies_GeV = {50, 100}, seed = 1, first = 0} → list of {name of a particle = {E, px, py, pz}, …} */
static int sample(lua_State *L) {
  static const char *const known[] = {"energies_GeV", "seed", "first", NULL};
  hermetic_production *production = self(L);
  check_keys(L, 2, known);
  size_t count;
  double *energies = numbers_field(L, 2, "energies_GeV", &count);
  lua_getiuservalue(L, 1, 1);
  int names = lua_gettop(L);
  int particles = (int)lua_rawlen(L, names);
  size_t capacity = count * 4 * (size_t)particles;
  double *states = lua_newuserdatauv(L, (capacity + 1) * sizeof(double), 0);
  int32_t status = hermetic_production_sample(
      production, energies, (uint64_t)count_field(L, 2, "seed", 1, 1), (uint64_t)count_field(L, 2, "first", 1, 0), count,
      states, capacity);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_pushvalue(L, names);
  push_states(L, states, (lua_Integer)count, particles);
  return 1;
}

void open_production(lua_State *L) {
  static const luaL_Reg methods[] = {{"rate", rate}, {"sample", sample}, {"close", close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, PRODUCTION_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
