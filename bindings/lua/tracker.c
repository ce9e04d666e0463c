/* hermetic.tracker(card): tracks from hits, with :describe(), :fit(hits[, options]), :propagate(states, to_mm). */
#include <math.h>
#include <string.h>

#include "binding.h"

static const char *const state_names[] = {"x_mm", "y_mm", "tx", "ty", "q_over_p"};

static hermetic_tracker *self(lua_State *L) {
  hermetic_tracker **slot = luaL_checkudata(L, 1, TRACKER_TYPE);
  luaL_argcheck(L, *slot != NULL, 1, "the tracker is closed");
  return *slot;
}

int tracker_create(lua_State *L) {
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  hermetic_tracker **slot = lua_newuserdatauv(L, sizeof *slot, 0);
  *slot = NULL;
  luaL_setmetatable(L, TRACKER_TYPE);
  int32_t status = hermetic_tracker_create(card, slot);
  return status == HERMETIC_OK ? 1 : fail(L, status);
}

static int close(lua_State *L) {
  hermetic_tracker **slot = luaL_checkudata(L, 1, TRACKER_TYPE);
  hermetic_tracker_free(*slot);
  *slot = NULL;
  return 0;
}

static int describe(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_tracker_describe(self(L), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* Number of measured axes; -1 after a failure, with its results on the stack. */
static lua_Integer axes(lua_State *L, const hermetic_tracker *tracker) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_tracker_describe(tracker, &text);
  if (status != HERMETIC_OK) {
    fail(L, status);
    return -1;
  }
  push_text(L, text);
  lua_getfield(L, -1, "axes");
  lua_Integer count = (lua_Integer)lua_tonumber(L, -1);
  lua_pop(L, 2);
  return count;
}

/* Rows of `width` numbers as one array, which Lua owns and which stays on the stack; anything that is not a
 * number (false, hm.null) is NaN: no hit. */
static double *rows(lua_State *L, int index, size_t width, size_t *count) {
  luaL_checktype(L, index, LUA_TTABLE);
  *count = lua_rawlen(L, index);
  double *values = lua_newuserdatauv(L, (*count * width + 1) * sizeof(double), 0);
  for (size_t i = 0; i < *count; i++) {
    lua_rawgeti(L, index, (lua_Integer)i + 1);
    luaL_argcheck(L, lua_istable(L, -1), index, "a list of rows is needed, one per track");
    for (size_t k = 0; k < width; k++) {
      int is_number;
      lua_rawgeti(L, -1, (lua_Integer)k + 1);
      double value = lua_tonumberx(L, -1, &is_number);
      values[i * width + k] = is_number ? value : NAN;
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  return values;
}

static void push_state(lua_State *L, const double *row) {
  lua_createtable(L, 0, 14);
  for (int i = 0; i < 5; i++) {
    lua_pushnumber(L, row[i]);
    lua_setfield(L, -2, state_names[i]);
  }
  lua_pushnumber(L, 1 / fabs(row[4]));
  lua_setfield(L, -2, "momentum_GeV");
  lua_pushnumber(L, sqrt(row[19]) / (row[4] * row[4]));
  lua_setfield(L, -2, "momentum_error_GeV");
  push_numbers(L, row + 5, 15);
  lua_setfield(L, -2, "covariance");
}

static void push_track(lua_State *L, const double *row) {
  static const char *const names[] = {"status", "chi2", "ndf", "p_value", "used", "rejected"};
  push_state(L, row);
  for (int i = 0; i < 6; i++) {
    lua_pushnumber(L, row[HERMETIC_STATE_SIZE + i]);
    lua_setfield(L, -2, names[i]);
  }
}

/* tracker:fit({{u, v, …}, …}[, {at = "MM5", outlier_pull = 4, pulls = true}]) → list of tracks */
static int fit(lua_State *L) {
  hermetic_tracker *tracker = self(L);
  lua_settop(L, 3);
  int wants_pulls = 0;
  if (!lua_isnil(L, 3)) {
    luaL_checktype(L, 3, LUA_TTABLE);
    lua_getfield(L, 3, "pulls");
    wants_pulls = lua_toboolean(L, -1);
    lua_newtable(L); /* the options of the library: all but "pulls" */
    for (lua_pushnil(L); lua_next(L, 3); lua_pop(L, 1)) {
      if (lua_type(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -2), "pulls") == 0)
        continue;
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
      lua_rawset(L, 5);
    }
    lua_replace(L, 3);
    lua_settop(L, 3);
  }
  const char *options = NULL;
  if (!lua_isnil(L, 3)) {
    options = card_argument(L, 3);
    if (options == NULL) return 3;
  }
  lua_Integer width = axes(L, tracker);
  if (width < 0) return 3;
  size_t count;
  double *hits = rows(L, 2, (size_t)width, &count);
  double *tracks = lua_newuserdatauv(L, (count * HERMETIC_TRACK_SIZE + 1) * sizeof(double), 0);
  double *pulls = lua_newuserdatauv(L, (count * (size_t)width + 1) * sizeof(double), 0);
  int32_t status = hermetic_tracker_fit(tracker, options, hits, NULL, count, tracks, wants_pulls ? pulls : NULL);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_track(L, tracks + i * HERMETIC_TRACK_SIZE);
    if (wants_pulls) {
      push_numbers(L, pulls + i * (size_t)width, (size_t)width);
      lua_setfield(L, -2, "pulls");
    }
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* The numbers of a state table: its fields, and its covariance where it has one. */
static void read_state(lua_State *L, int index, double *row) {
  luaL_argcheck(L, lua_istable(L, -1), index, "a list of states is needed");
  for (int i = 0; i < 5; i++) {
    lua_getfield(L, -1, state_names[i]);
    luaL_argcheck(L, lua_isnumber(L, -1), index, "a state needs x_mm, y_mm, tx, ty, q_over_p");
    row[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  lua_getfield(L, -1, "covariance");
  for (int k = 0; k < 15; k++) {
    row[5 + k] = 0;
    if (lua_istable(L, -1)) {
      lua_rawgeti(L, -1, k + 1);
      row[5 + k] = lua_tonumber(L, -1);
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
}

/* tracker:propagate({tracks or states}, from_mm, to_mm) → list of states */
static int propagate(lua_State *L) {
  hermetic_tracker *tracker = self(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  double from = luaL_checknumber(L, 3), to = luaL_checknumber(L, 4);
  size_t count = lua_rawlen(L, 2);
  double *states = lua_newuserdatauv(L, (2 * count * HERMETIC_STATE_SIZE + 1) * sizeof(double), 0);
  double *out = states + count * HERMETIC_STATE_SIZE;
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    read_state(L, 2, states + i * HERMETIC_STATE_SIZE);
    lua_pop(L, 1);
  }
  int32_t status = hermetic_tracker_propagate(tracker, from, to, states, count, out);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_state(L, out + i * HERMETIC_STATE_SIZE);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

void open_tracker(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"describe", describe}, {"fit", fit}, {"propagate", propagate}, {"close", close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, TRACKER_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
