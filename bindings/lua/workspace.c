/* hermetic.limits.workspace(json, options): the likelihood of a HistFactory workspace. */
#include <string.h>

#include "binding.h"

#define WORKSPACE_TYPE "hermetic.workspace"

static hermetic_workspace *self(lua_State *L) {
  hermetic_workspace **slot = luaL_checkudata(L, 1, WORKSPACE_TYPE);
  luaL_argcheck(L, *slot != NULL, 1, "the workspace is closed");
  return *slot;
}

/* The optional card of a method: NULL when it is absent. *failed says that fail()'s results are pushed. */
static const char *optional_card(lua_State *L, int *failed) {
  *failed = 0;
  if (lua_isnoneornil(L, 2)) return NULL;
  const char *card = card_argument(L, 2);
  *failed = card == NULL;
  return card;
}

/* workspace(json, {measurement = "m", patch = {...}, patch_name = "m10"}); json: a text or a table */
static int create(lua_State *L) {
  static const char *const known[] = {"measurement", "patch", "patch_name", NULL};
  hermetic_text *text = NULL;
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) {
    lua_newtable(L);
    lua_replace(L, 2);
  }
  check_keys(L, 2, known);
  const char *name = string_field(L, 2, "measurement", "");
  const char *patch_name = string_field(L, 2, "patch_name", "");
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  int32_t status = HERMETIC_OK;
  if (lua_getfield(L, 2, "patch") != LUA_TNIL) {
    const char *patch = card_argument(L, lua_gettop(L));
    if (patch == NULL) return 3;
    status = hermetic_workspace_patch(card, patch, *patch_name ? patch_name : NULL, &text);
    if (status != HERMETIC_OK) return fail(L, status);
    lua_pushlstring(L, hermetic_text_data(text), hermetic_text_length(text));
    hermetic_text_free(text);
    card = lua_tostring(L, -1);
  }
  hermetic_workspace **slot = lua_newuserdatauv(L, sizeof *slot, 0);
  *slot = NULL;
  luaL_setmetatable(L, WORKSPACE_TYPE);
  status = hermetic_workspace_create(card, *name ? name : NULL, slot);
  return status == HERMETIC_OK ? 1 : fail(L, status);
}

static int close(lua_State *L) {
  hermetic_workspace **slot = luaL_checkudata(L, 1, WORKSPACE_TYPE);
  hermetic_workspace_free(*slot);
  *slot = NULL;
  return 0;
}

static int describe(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_workspace_describe(self(L), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* nll{1, 0, 0.2}: numbers in the order of describe().parameter_names */
static int nll(lua_State *L) {
  hermetic_workspace *workspace = self(L);
  hermetic_text *text = NULL;
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t given = lua_rawlen(L, 2);
  int32_t status = hermetic_workspace_describe(workspace, &text);
  if (status != HERMETIC_OK) return fail(L, status);
  if (push_text(L, text) != 1) return 3;
  lua_getfield(L, -1, "parameter_names");
  size_t wanted = lua_rawlen(L, -1);
  luaL_argcheck(L, given == wanted, 2, "as many numbers as describe() lists parameter_names");
  double value, *numbers = lua_newuserdatauv(L, (wanted + 1) * sizeof(double), 0);
  for (size_t i = 0; i < wanted; i++) {
    int is_number;
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    numbers[i] = lua_tonumberx(L, -1, &is_number);
    luaL_argcheck(L, is_number, 2, "numbers are needed");
    lua_pop(L, 1);
  }
  status = hermetic_workspace_nll(workspace, numbers, 1, &value);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_pushnumber(L, value);
  return 1;
}

typedef int32_t question(const hermetic_workspace *, const char *, hermetic_text **);

static int ask(lua_State *L, question *function) {
  int failed;
  hermetic_text *text = NULL;
  hermetic_workspace *workspace = self(L);
  const char *card = optional_card(L, &failed);
  if (failed) return 3;
  int32_t status = function(workspace, card, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

static int fit(lua_State *L) { return ask(L, hermetic_workspace_fit); }
static int limit(lua_State *L) { return ask(L, hermetic_workspace_limit); }
static int test(lua_State *L) { return ask(L, hermetic_workspace_test); }
static int discovery(lua_State *L) { return ask(L, hermetic_workspace_discovery); }

/* toys{mu = 1, true_mu = 0, toys = 1000, seed = 1} → list of test statistics */
static int toys(lua_State *L) {
  hermetic_workspace *workspace = self(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Integer wanted = count_field(L, 2, "toys", 1, 10000);
  luaL_argcheck(L, wanted <= 10000000, 2, "at most 1e7 toys");
  const char *card = card_argument(L, 2);
  if (card == NULL) return 3;
  size_t count = 0;
  double *values = lua_newuserdatauv(L, ((size_t)wanted + 1) * sizeof(double), 0);
  int32_t status = hermetic_workspace_toys(workspace, card, values, (size_t)wanted, &count);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, count);
  return 1;
}

/* export(kind): "pyhf" or "hs3", as a table */
static int export(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_workspace_export(self(L), luaL_checkstring(L, 2), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* Adds "workspace" to the table hermetic.limits on top of the stack. */
void open_workspace(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"describe", describe}, {"nll", nll},   {"fit", fit},       {"limit", limit}, {"test", test},
      {"discovery", discovery}, {"toys", toys}, {"export", export}, {"close", close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, WORKSPACE_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  lua_pushcfunction(L, create);
  lua_setfield(L, -2, "workspace");
}
