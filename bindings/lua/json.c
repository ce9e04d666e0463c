/* Lua tables to JSON text and back.
 *
 * A table is a list when its keys are 1 … n; an empty one is an object unless hermetic.list marked it.
 * Numbers are written so that they read back to the same bits. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binding.h"

#define DEEPEST 100
static const char list_mark[] = "hermetic.list";

void json_mark_list(lua_State *L) {
  luaL_newmetatable(L, list_mark);
  lua_setmetatable(L, -2);
}

int json_list(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  json_mark_list(L);
  return 1;
}

/* ---------------------------------------------------------------- writing */

/* Grows outside Lua: nothing between the first byte and free() may raise a Lua error. */
typedef struct {
  char *data;
  size_t length, capacity;
  const char *problem;
} writer;

static void put(writer *out, const char *text, size_t length) {
  if (out->length + length > out->capacity) {
    size_t capacity = 2 * out->capacity + length + 256;
    char *data = realloc(out->data, capacity);
    if (data == NULL) abort();
    out->data = data;
    out->capacity = capacity;
  }
  memcpy(out->data + out->length, text, length);
  out->length += length;
}

static void put_character(writer *out, char c) { put(out, &c, 1); }

static void put_string(writer *out, const char *text, size_t length) {
  put_character(out, '"');
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\') put_character(out, '\\');
    if (c < 0x20) {
      char escape[8];
      put(out, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", c));
    } else {
      put_character(out, (char)c);
    }
  }
  put_character(out, '"');
}

static int32_t put_number(lua_State *L, int index, writer *out) {
  char digits[40];
  int length;
  if (lua_isinteger(L, index)) {
    length = snprintf(digits, sizeof digits, LUA_INTEGER_FMT, lua_tointeger(L, index));
  } else {
    double value = lua_tonumber(L, index);
    if (!isfinite(value)) {
      out->problem = "a number is nan or infinite (it must be finite).";
      return HERMETIC_E_RANGE;
    }
    length = snprintf(digits, sizeof digits, "%.15g", value);
    if (strtod(digits, NULL) != value) length = snprintf(digits, sizeof digits, "%.17g", value);
  }
  put(out, digits, (size_t)length);
  return HERMETIC_OK;
}

/* Length when all keys are 1 … n, −1 otherwise. */
static lua_Integer list_length(lua_State *L, int index) {
  lua_Integer count = 0, length = (lua_Integer)lua_rawlen(L, index);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    count++;
    if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1 || lua_tointeger(L, -2) > length) {
      lua_pop(L, 2);
      return -1;
    }
  }
  return count == length ? length : -1;
}

static int is_marked_list(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return 0;
  luaL_getmetatable(L, list_mark);
  int same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

static int32_t put_value(lua_State *L, int index, int depth, writer *out);

static int32_t put_list(lua_State *L, int index, lua_Integer length, int depth, writer *out) {
  int32_t status = HERMETIC_OK;
  put_character(out, '[');
  for (lua_Integer i = 1; i <= length && status == HERMETIC_OK; i++) {
    if (i > 1) put_character(out, ',');
    lua_rawgeti(L, index, i);
    status = put_value(L, lua_gettop(L), depth + 1, out);
    lua_pop(L, 1);
  }
  put_character(out, ']');
  return status;
}

static int32_t put_object(lua_State *L, int index, int depth, writer *out) {
  int32_t status = HERMETIC_OK;
  int first = 1;
  put_character(out, '{');
  lua_pushnil(L);
  while (lua_next(L, index)) {
    if (lua_type(L, -2) != LUA_TSTRING) {
      out->problem = "a table mixes a list with named keys, or has keys that are not texts.";
      status = HERMETIC_E_ARGUMENT;
    } else {
      size_t size;
      const char *name = lua_tolstring(L, -2, &size);
      if (!first) put_character(out, ',');
      first = 0;
      put_string(out, name, size);
      put_character(out, ':');
      status = put_value(L, lua_gettop(L), depth + 1, out);
    }
    if (status != HERMETIC_OK) {
      lua_pop(L, 2);
      break;
    }
    lua_pop(L, 1);
  }
  put_character(out, '}');
  return status;
}

static int32_t put_value(lua_State *L, int index, int depth, writer *out) {
  size_t size;
  const char *text;
  lua_Integer length;
  if (depth > DEEPEST || !lua_checkstack(L, 8)) {
    out->problem = "tables are nested deeper than 100 levels, or hold themselves.";
    return HERMETIC_E_ARGUMENT;
  }
  switch (lua_type(L, index)) {
    case LUA_TNUMBER:
      return put_number(L, index, out);
    case LUA_TBOOLEAN:
      text = lua_toboolean(L, index) ? "true" : "false";
      put(out, text, strlen(text));
      return HERMETIC_OK;
    case LUA_TSTRING:
      text = lua_tolstring(L, index, &size);
      put_string(out, text, size);
      return HERMETIC_OK;
    case LUA_TTABLE:
      length = list_length(L, index);
      if (length > 0 || (length == 0 && is_marked_list(L, index)))
        return put_list(L, index, length, depth, out);
      return put_object(L, index, depth, out);
    case LUA_TLIGHTUSERDATA: /* hermetic.null */
      put(out, "null", 4);
      return HERMETIC_OK;
    default:
      out->problem = "a function, thread or object can't be part of a card.";
      return HERMETIC_E_ARGUMENT;
  }
}

int32_t json_encode(lua_State *L, int index) {
  writer out = {NULL, 0, 0, ""};
  int32_t status = put_value(L, lua_absindex(L, index), 0, &out);
  if (status == HERMETIC_OK)
    lua_pushlstring(L, out.data, out.length);
  else
    lua_pushstring(L, out.problem);
  free(out.data);
  return status;
}

/* ---------------------------------------------------------------- reading */

typedef struct {
  const char *start, *next, *end;
} reader;

static void skip_space(reader *in) {
  while (in->next < in->end && strchr(" \t\r\n", *in->next) != NULL && *in->next != 0) in->next++;
}

static int take(reader *in, const char *word) {
  size_t length = strlen(word);
  if ((size_t)(in->end - in->next) < length || memcmp(in->next, word, length) != 0) return 0;
  in->next += length;
  return 1;
}

static int32_t read_problem(lua_State *L, const reader *in, const char *what) {
  lua_pushfstring(L, "malformed JSON at byte %d: %s.", (int)(in->next - in->start), what);
  return HERMETIC_E_PARSE;
}

static int hexadecimal(reader *in, unsigned *code) {
  *code = 0;
  for (int i = 0; i < 4; i++) {
    static const char digits[] = "0123456789abcdef";
    if (in->next >= in->end) return 0;
    char c = *in->next | 0x20;
    const char *found = c ? strchr(digits, c) : NULL;
    if (found == NULL) return 0;
    *code = *code * 16 + (unsigned)(found - digits);
    in->next++;
  }
  return 1;
}

static void add_utf8(luaL_Buffer *out, unsigned code) {
  if (code < 0x80) {
    luaL_addchar(out, (char)code);
  } else if (code < 0x800) {
    luaL_addchar(out, (char)(0xc0 | code >> 6));
    luaL_addchar(out, (char)(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    luaL_addchar(out, (char)(0xe0 | code >> 12));
    luaL_addchar(out, (char)(0x80 | (code >> 6 & 0x3f)));
    luaL_addchar(out, (char)(0x80 | (code & 0x3f)));
  } else {
    luaL_addchar(out, (char)(0xf0 | code >> 18));
    luaL_addchar(out, (char)(0x80 | (code >> 12 & 0x3f)));
    luaL_addchar(out, (char)(0x80 | (code >> 6 & 0x3f)));
    luaL_addchar(out, (char)(0x80 | (code & 0x3f)));
  }
}

static int add_escape(reader *in, luaL_Buffer *out) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  if (in->next >= in->end || *in->next == 0) return 0;
  char c = *in->next++;
  const char *found = strchr(from, c);
  if (found != NULL) {
    luaL_addchar(out, to[found - from]);
    return 1;
  }
  unsigned code, low;
  if (c != 'u' || !hexadecimal(in, &code)) return 0;
  if (code >= 0xd800 && code < 0xdc00) {
    if (!take(in, "\\u") || !hexadecimal(in, &low) || low < 0xdc00 || low > 0xdfff) return 0;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  }
  add_utf8(out, code);
  return 1;
}

static int32_t read_string(lua_State *L, reader *in) {
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  in->next++;
  while (in->next < in->end && *in->next != '"') {
    if (*in->next == '\\') {
      in->next++;
      if (!add_escape(in, &out)) {
        luaL_pushresult(&out);
        lua_pop(L, 1);
        return read_problem(L, in, "unknown escape in a text");
      }
    } else {
      luaL_addchar(&out, *in->next++);
    }
  }
  luaL_pushresult(&out);
  if (in->next >= in->end) {
    lua_pop(L, 1);
    return read_problem(L, in, "a text does not end");
  }
  in->next++;
  return HERMETIC_OK;
}

static int32_t read_number(lua_State *L, reader *in) {
  char digits[64];
  size_t length = 0;
  while (in->next + length < in->end && length < sizeof digits - 1 && in->next[length] != 0 &&
         strchr("+-.0123456789eE", in->next[length]) != NULL) {
    digits[length] = in->next[length];
    length++;
  }
  digits[length] = 0;
  char *rest;
  double value = strtod(digits, &rest);
  if (length == 0 || *rest != 0 || digits[0] == '+' || !isfinite(value))
    return read_problem(L, in, "a value was expected");
  in->next += length;
  if (strpbrk(digits, ".eE") == NULL && fabs(value) < 9e15)
    lua_pushinteger(L, (lua_Integer)value);
  else
    lua_pushnumber(L, value);
  return HERMETIC_OK;
}

/* On failure the message is on the top and what was built so far lies below it. */
static int32_t read_value(lua_State *L, reader *in, int depth);

static int32_t read_list(lua_State *L, reader *in, int depth) {
  in->next++;
  lua_newtable(L);
  json_mark_list(L);
  skip_space(in);
  if (take(in, "]")) return HERMETIC_OK;
  for (lua_Integer i = 1;; i++) {
    int32_t status = read_value(L, in, depth + 1);
    if (status != HERMETIC_OK) return status;
    lua_rawseti(L, -2, i);
    skip_space(in);
    if (take(in, "]")) return HERMETIC_OK;
    if (!take(in, ",")) return read_problem(L, in, "',' or ']' was expected");
  }
}

static int32_t read_object(lua_State *L, reader *in, int depth) {
  in->next++;
  lua_newtable(L);
  skip_space(in);
  if (take(in, "}")) return HERMETIC_OK;
  for (;;) {
    skip_space(in);
    if (in->next >= in->end || *in->next != '"') return read_problem(L, in, "a key was expected");
    int32_t status = read_string(L, in);
    if (status != HERMETIC_OK) return status;
    skip_space(in);
    if (!take(in, ":")) return read_problem(L, in, "':' was expected");
    status = read_value(L, in, depth + 1);
    if (status != HERMETIC_OK) return status;
    lua_rawset(L, -3);
    skip_space(in);
    if (take(in, "}")) return HERMETIC_OK;
    if (!take(in, ",")) return read_problem(L, in, "',' or '}' was expected");
  }
}

static int32_t read_value(lua_State *L, reader *in, int depth) {
  if (depth > DEEPEST || !lua_checkstack(L, 8)) return read_problem(L, in, "nested too deeply");
  skip_space(in);
  if (in->next >= in->end) return read_problem(L, in, "the text ends early");
  switch (*in->next) {
    case '{': return read_object(L, in, depth);
    case '[': return read_list(L, in, depth);
    case '"': return read_string(L, in);
    default: break;
  }
  if (take(in, "true")) return lua_pushboolean(L, 1), HERMETIC_OK;
  if (take(in, "false")) return lua_pushboolean(L, 0), HERMETIC_OK;
  if (take(in, "null")) return lua_pushlightuserdata(L, NULL), HERMETIC_OK;
  return read_number(L, in);
}

int32_t json_decode(lua_State *L, const char *text, size_t length) {
  reader in = {text, text, text + length};
  int32_t status = read_value(L, &in, 0);
  if (status != HERMETIC_OK) return status;
  skip_space(&in);
  return in.next == in.end ? HERMETIC_OK : read_problem(L, &in, "something follows the value");
}

/* ---------------------------------------------------------------- for scripts */

int json_encode_function(lua_State *L) {
  luaL_checkany(L, 1);
  int32_t status = json_encode(L, 1);
  return status == HERMETIC_OK ? 1 : fail_with(L, status, "%s", lua_tostring(L, -1));
}

int json_decode_function(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  int32_t status = json_decode(L, text, length);
  return status == HERMETIC_OK ? 1 : fail_with(L, status, "%s", lua_tostring(L, -1));
}
