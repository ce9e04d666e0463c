/* Arguments and answers of the Lua module. */
#include <stdarg.h>
#include <string.h>

#include "binding.h"

int fail(lua_State *L, int32_t status) {
  lua_pushnil(L);
  lua_pushstring(L, hermetic_last_error_message());
  lua_pushstring(L, hermetic_status_name(status));
  return 3;
}

int fail_with(lua_State *L, int32_t status, const char *format, ...) {
  va_list values;
  lua_pushnil(L);
  va_start(values, format);
  lua_pushvfstring(L, format, values);
  va_end(values);
  lua_pushstring(L, hermetic_status_name(status));
  return 3;
}

int push_text(lua_State *L, hermetic_text *text) {
  /* A copy that Lua owns first: decoding may run out of memory and must not leak the text. */
  lua_pushlstring(L, hermetic_text_data(text), hermetic_text_length(text));
  hermetic_text_free(text);
  size_t length;
  const char *copy = lua_tolstring(L, -1, &length);
  int32_t status = json_decode(L, copy, length);
  return status == HERMETIC_OK ? 1 : fail_with(L, status, "%s", lua_tostring(L, -1));
}

const char *card_argument(lua_State *L, int index) {
  const char *problem = NULL;
  int32_t status = HERMETIC_E_ARGUMENT;
  if (lua_type(L, index) == LUA_TSTRING) {
    lua_pushvalue(L, index);
  } else if (lua_type(L, index) == LUA_TTABLE) {
    status = json_encode(L, index);
    if (status != HERMETIC_OK) problem = lua_tostring(L, -1);
  } else {
    problem = "a card must be a table or a JSON text.";
  }
  if (problem == NULL) {
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    if (strlen(text) == length) return text;
    status = HERMETIC_E_PARSE;
    problem = "a card holds a NUL character.";
  }
  fail_with(L, status, "%s", problem);
  return NULL;
}

/* Leaves the field on the stack; 0 when it is absent. */
static int get(lua_State *L, int table, const char *key) {
  luaL_checktype(L, table, LUA_TTABLE);
  return lua_getfield(L, table, key) != LUA_TNIL;
}

double number_field(lua_State *L, int table, const char *key, int has_default, double fallback) {
  int present = get(L, table, key), is_number = 0;
  double value = present ? lua_tonumberx(L, -1, &is_number) : fallback;
  if (present ? !is_number : !has_default) luaL_error(L, "%s must be a number", key);
  lua_pop(L, 1);
  return value;
}

lua_Integer count_field(lua_State *L, int table, const char *key, int has_default, lua_Integer fallback) {
  int present = get(L, table, key), is_integer = 0;
  lua_Integer value = present ? lua_tointegerx(L, -1, &is_integer) : fallback;
  if (present ? !is_integer || value < 0 : !has_default) luaL_error(L, "%s must be an integer >= 0", key);
  lua_pop(L, 1);
  return value;
}

const char *string_field(lua_State *L, int table, const char *key, const char *fallback) {
  int present = get(L, table, key);
  const char *value = present && lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  if (present ? value == NULL : fallback == NULL) luaL_error(L, "%s must be a text", key);
  lua_pop(L, 1); /* the table keeps the string alive */
  return present ? value : fallback;
}

/* Names of charged hadrons. */
static int hadron(const char *name, lua_Integer *number) {
  static const struct { const char *name; int pdg; } known[] = {
      {"pi+", 211}, {"pi-", -211}, {"K+", 321}, {"K-", -321}, {"p", 2212}, {"pbar", -2212}};
  for (size_t i = 0; name != NULL && i < sizeof known / sizeof *known; i++)
    if (strcmp(name, known[i].name) == 0) {
      *number = known[i].pdg;
      return 1;
    }
  return 0;
}

int32_t particle_field(lua_State *L, int table, const char *key, const char *fallback) {
  int present = get(L, table, key), is_integer = 0;
  lua_Integer number = present ? lua_tointegerx(L, -1, &is_integer) : 0;
  const char *name = present && !is_integer ? lua_tostring(L, -1) : fallback;
  if (is_integer) {
    if (number < INT32_MIN || number > INT32_MAX) luaL_error(L, "%s is not a PDG number", key);
  } else if (name != NULL && strcmp(name, "e-") == 0) {
    number = HERMETIC_PDG_ELECTRON;
  } else if (name != NULL && strcmp(name, "e+") == 0) {
    number = HERMETIC_PDG_POSITRON;
  } else if (name != NULL && strcmp(name, "gamma") == 0) {
    number = HERMETIC_PDG_PHOTON;
  } else if (name != NULL && strcmp(name, "mu-") == 0) {
    number = 13;
  } else if (name != NULL && strcmp(name, "mu+") == 0) {
    number = -13;
  } else if (!hadron(name, &number)) {
    luaL_error(L, "%s must be \"e-\", \"e+\", \"gamma\", \"mu-\", \"mu+\", \"pi-\", … or a PDG number", key);
  }
  lua_pop(L, 1);
  return (int32_t)number;
}

double *numbers_field(lua_State *L, int table, const char *key, size_t *count) {
  int is_number = 0;
  if (!get(L, table, key)) luaL_error(L, "%s is missing: a number or a list of numbers", key);
  int field = lua_gettop(L);
  int is_table = lua_type(L, field) == LUA_TTABLE;
  *count = is_table ? lua_rawlen(L, field) : 1;
  double *values = lua_newuserdatauv(L, (*count + 1) * sizeof(double), 0);
  for (size_t i = 0; i < *count; i++) {
    if (is_table)
      lua_rawgeti(L, field, (lua_Integer)i + 1);
    else
      lua_pushvalue(L, field);
    values[i] = lua_tonumberx(L, -1, &is_number);
    if (!is_number) luaL_error(L, "%s[%d] must be a number", key, (int)i + 1);
    lua_pop(L, 1);
  }
  lua_remove(L, field);
  return values;
}

void check_keys(lua_State *L, int table, const char *const *known) {
  luaL_checktype(L, table, LUA_TTABLE);
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
    const char *const *name = known;
    while (key != NULL && *name != NULL && strcmp(*name, key) != 0) name++;
    if (key == NULL || *name == NULL) {
      lua_pushliteral(L, "");
      for (name = known; *name != NULL; name++) {
        lua_pushfstring(L, "%s%s", name == known ? "" : ", ", *name);
        lua_concat(L, 2);
      }
      luaL_error(L, "unknown argument \"%s\". Known: %s", key ? key : "(not a text)", lua_tostring(L, -1));
    }
  }
}

void push_numbers(lua_State *L, const double *values, size_t count) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushnumber(L, values[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}
