/* hermetic.limits: upper limits from counts, alone. */
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

void open_limits(lua_State *L) {
  static const luaL_Reg functions[] = {{"events", events},
                                       {"counting", counting},
                                       {"interval", interval},
                                       {"significance", significance},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
}
