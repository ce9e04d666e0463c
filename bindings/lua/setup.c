/* hermetic.setup(card): a checked geometry with :describe() and :ray(position_mm, direction). */
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

void open_setup(lua_State *L) {
  static const luaL_Reg methods[] = {{"describe", describe}, {"ray", ray}, {"close", close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, SETUP_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
