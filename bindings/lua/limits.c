/* hermetic.limits: upper limits from counts, alone. */
#include <string.h>

#include "binding.h"

/* {observed = 0, background = 0.07, background_error = 0.03, efficiency_error = 0.1,
 *  confidence_level = 0.9} → number of events */
static int events(lua_State *L) {
  static const char *const known[] = {"observed",         "background",       "background_error",
                                      "efficiency_error", "confidence_level", NULL};
  check_keys(L, 1, known);
  double limit;
  int32_t status = hermetic_limit_events(
      (uint64_t)count_field(L, 1, "observed", 0, 0), number_field(L, 1, "background", 0, 0),
      number_field(L, 1, "background_error", 1, 0), number_field(L, 1, "efficiency_error", 1, 0),
      number_field(L, 1, "confidence_level", 1, 0.9), &limit);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_pushnumber(L, limit);
  return 1;
}

/* Card with channels (docs/limits.md) → {value, method, confidence_level, expected} */
static int counting(lua_State *L) {
  hermetic_text *text = NULL;
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  int32_t status = hermetic_limit_counting(card, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* A function that takes a card and answers with a text. */
static int answer(lua_State *L, int32_t (*function)(const char *, hermetic_text **)) {
  hermetic_text *text = NULL;
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  int32_t status = function(card, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* {method = "feldman_cousins", observed = 0, background = 0.5} → {lower, upper, method, status, …} */
static int interval(lua_State *L) { return answer(L, hermetic_limit_interval); }

/* {observed = 5, background = 1.2} → {observed = {p_value, significance, …}} */
static int significance(lua_State *L) { return answer(L, hermetic_limit_significance); }

/* Card of docs/couplings.md → {rows = {…}, …} */
static int couplings(lua_State *L) { return answer(L, hermetic_limit_couplings); }

/* {selections = {{cut = 50, channels = {…}}, …}} → {best, best_selection, rows} */
static int optimise(lua_State *L) { return answer(L, hermetic_limit_optimise); }

/* {kind = "sideband", edges = …, counts = …, region = {0, 50}} → {expected, error, …} (docs/background.md) */
static int background(lua_State *L) { return answer(L, hermetic_background_estimate); }

/* Numbers of the list at `index`, copied to memory that Lua owns and that stays on the stack. */
static double *list_argument(lua_State *L, int index, size_t *count) {
  luaL_checktype(L, index, LUA_TTABLE);
  *count = lua_rawlen(L, index);
  double *values = lua_newuserdatauv(L, (*count + 1) * sizeof(double), 0);
  for (size_t i = 0; i < *count; i++) {
    int is_number = 0;
    lua_rawgeti(L, index, (lua_Integer)i + 1);
    values[i] = lua_tonumberx(L, -1, &is_number);
    if (!is_number) luaL_error(L, "element %d of argument %d must be a number", (int)i + 1, index);
    lua_pop(L, 1);
  }
  return values;
}

/* (card, couplings) → list of lists: 1/limit for every coupling and mass */
static int strengths(lua_State *L) {
  size_t n, masses = 0;
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  double *values = list_argument(L, 2, &n);
  /* The number of masses is the length of a list in the card; a card without one is refused below. */
  if (json_decode(L, card, strlen(card)) == HERMETIC_OK && lua_type(L, -1) == LUA_TTABLE &&
      lua_getfield(L, -1, "mass_GeV") == LUA_TTABLE)
    masses = lua_rawlen(L, -1);
  double *out = lua_newuserdatauv(L, (n * masses + 1) * sizeof(double), 0);
  int32_t status = hermetic_limit_strengths(card, values, n, out);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)n, 0);
  for (size_t j = 0; j < n; j++) {
    push_numbers(L, out + j * masses, masses);
    lua_rawseti(L, -2, (lua_Integer)j + 1);
  }
  return 1;
}

/* (options, x, y, values): values is one list, x fastest → {lines = {{closed, x, y}, …}} */
static int contour(lua_State *L) {
  size_t nx, ny, n;
  const char *options = card_argument(L, 1);
  if (options == NULL) return 3;
  double *x = list_argument(L, 2, &nx), *y = list_argument(L, 3, &ny), *values = list_argument(L, 4, &n);
  if (n != nx * ny) return luaL_error(L, "values must hold %d numbers (x times y)", (int)(nx * ny));
  hermetic_text *text = NULL;
  int32_t status = hermetic_limit_contour(options, x, nx, y, ny, values, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

#define CONTOUR_TYPE "hermetic.contour"

static int contour_free(lua_State *L) {
  hermetic_contour **contour = luaL_checkudata(L, 1, CONTOUR_TYPE);
  hermetic_contour_free(*contour);
  *contour = NULL;
  return 0;
}

/* (card, f): the contour of f(x, y), called only near the line → {lines = {…}, evaluations} */
static int trace(lua_State *L) {
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  luaL_checktype(L, 2, LUA_TFUNCTION);
  hermetic_contour **contour = lua_newuserdatauv(L, sizeof *contour, 0);
  *contour = NULL;
  luaL_setmetatable(L, CONTOUR_TYPE); /* an error in f still frees the contour */
  int32_t status = hermetic_contour_create(card, contour);
  size_t n = 0;
  while (status == HERMETIC_OK) {
    status = hermetic_contour_pending(*contour, NULL, 0, &n);
    if (status != HERMETIC_OK || n == 0) break;
    double *points = lua_newuserdatauv(L, 3 * n * sizeof(double), 0);
    double *values = points + 2 * n;
    status = hermetic_contour_pending(*contour, points, n, &n);
    for (size_t i = 0; status == HERMETIC_OK && i < n; i++) {
      lua_pushvalue(L, 2);
      lua_pushnumber(L, points[2 * i]);
      lua_pushnumber(L, points[2 * i + 1]);
      lua_call(L, 2, 1);
      values[i] = luaL_checknumber(L, -1);
      lua_pop(L, 1);
    }
    if (status == HERMETIC_OK) status = hermetic_contour_supply(*contour, values, n);
    lua_pop(L, 1);
  }
  hermetic_text *text = NULL;
  if (status == HERMETIC_OK) status = hermetic_contour_lines(*contour, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

void open_limits(lua_State *L) {
  if (luaL_newmetatable(L, CONTOUR_TYPE)) {
    lua_pushcfunction(L, contour_free);
    lua_setfield(L, -2, "__gc");
  }
  lua_pop(L, 1);
  static const luaL_Reg functions[] = {{"events", events},
                                       {"counting", counting},
                                       {"interval", interval},
                                       {"significance", significance},
                                       {"couplings", couplings},
                                       {"strengths", strengths},
                                       {"optimise", optimise},
                                       {"background", background},
                                       {"contour", contour},
                                       {"trace", trace},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
}
