/* hermetic.setup(card): a checked geometry with :describe(), :ray(position_mm, direction), :field(points)
 * and :propagate{…}. */
#include "binding.h"

static hermetic_setup *self(lua_State *L) {
  hermetic_setup **slot = luaL_checkudata(L, 1, SETUP_TYPE);
  luaL_argcheck(L, *slot != NULL, 1, "the set-up is closed");
  return *slot;
}

int setup_create(lua_State *L) {
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  hermetic_setup **slot = lua_newuserdatauv(L, sizeof *slot, 0);
  *slot = NULL;
  luaL_setmetatable(L, SETUP_TYPE);
  int32_t status = hermetic_setup_create(card, slot);
  return status == HERMETIC_OK ? 1 : fail(L, status);
}

static int close(lua_State *L) {
  hermetic_setup **slot = luaL_checkudata(L, 1, SETUP_TYPE);
  hermetic_setup_free(*slot);
  *slot = NULL;
  return 0;
}

static int describe(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_setup_describe(self(L), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

static void three(lua_State *L, int index, double *values) {
  luaL_checktype(L, index, LUA_TTABLE);
  luaL_argcheck(L, lua_rawlen(L, index) == 3, index, "three numbers are needed");
  for (int i = 0; i < 3; i++) {
    lua_rawgeti(L, index, i + 1);
    int is_number;
    values[i] = lua_tonumberx(L, -1, &is_number);
    luaL_argcheck(L, is_number, index, "three numbers are needed");
    lua_pop(L, 1);
  }
}

static int ray(lua_State *L) {
  double position[3], direction[3];
  hermetic_text *text = NULL;
  hermetic_setup *setup = self(L);
  three(L, 2, position);
  three(L, 3, direction);
  int32_t status = hermetic_setup_ray(setup, position, direction, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* setup:field{x1, y1, z1, x2, …} in mm → list Bx, By, Bz, … in T */
static int field(lua_State *L) {
  hermetic_setup *setup = self(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t count = lua_rawlen(L, 2);
  luaL_argcheck(L, count % 3 == 0, 2, "three numbers a point are needed");
  double *values = lua_newuserdatauv(L, (2 * count + 1) * sizeof(double), 0);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    values[i] = luaL_checknumber(L, -1);
    lua_pop(L, 1);
  }
  int32_t status = hermetic_setup_field(setup, values, count / 3, values + count);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values + count, count);
  return 1;
}

static void set_numbers(lua_State *L, const char *key, const double *values, size_t count) {
  push_numbers(L, values, count);
  lua_setfield(L, -2, key);
}

/* setup:propagate{particle = "e-", z_mm = 0, position_mm = {…}, momentum_GeV = {…}, jacobian = true}: lists of
 * three numbers a particle → {position_mm, momentum_GeV, path_mm, jacobian} */
static int propagate(lua_State *L) {
  static const char *const known[] = {"particle", "z_mm", "position_mm", "momentum_GeV", "jacobian", NULL};
  hermetic_setup *setup = self(L);
  check_keys(L, 2, known);
  int32_t pdg = particle_field(L, 2, "particle", NULL);
  double plane = number_field(L, 2, "z_mm", 0, 0);
  size_t positions, momenta;
  double *position = numbers_field(L, 2, "position_mm", &positions);
  double *momentum = numbers_field(L, 2, "momentum_GeV", &momenta);
  luaL_argcheck(L, positions == momenta && positions % 3 == 0, 2,
                "position_mm and momentum_GeV must hold three numbers a particle");
  lua_getfield(L, 2, "jacobian");
  int wants_jacobian = lua_toboolean(L, -1);
  lua_pop(L, 1);
  size_t n = positions / 3;
  double *out = lua_newuserdatauv(L, ((size_t)(wants_jacobian ? 32 : 7) * n + 1) * sizeof(double), 0);
  double *path = out + 6 * n, *jacobian = wants_jacobian ? out + 7 * n : NULL;
  int32_t status =
      hermetic_setup_propagate(setup, pdg, plane, position, momentum, n, out, out + 3 * n, path, jacobian);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_newtable(L);
  set_numbers(L, "position_mm", out, 3 * n);
  set_numbers(L, "momentum_GeV", out + 3 * n, 3 * n);
  set_numbers(L, "path_mm", path, n);
  if (jacobian) set_numbers(L, "jacobian", jacobian, 25 * n);
  return 1;
}

void open_setup(lua_State *L) {
  static const luaL_Reg methods[] = {{"describe", describe}, {"ray", ray},     {"field", field},
                                     {"propagate", propagate}, {"close", close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, SETUP_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
