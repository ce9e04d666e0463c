/* hermetic.tracker(card): tracks from hits, with :describe(), :fit(hits[, options]), :cumulative(hits, values), :propagate(states, to_mm). */
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

/* tracker:cumulative({{u, v, …}, …}, {q_over_p, …}[, options]) → posterior probabilities that q/p lies below */
static int cumulative(lua_State *L) {
  hermetic_tracker *tracker = self(L);
  lua_settop(L, 4);
  luaL_checktype(L, 3, LUA_TTABLE);
  const char *options = NULL;
  if (!lua_isnil(L, 4)) {
    options = card_argument(L, 4);
    if (options == NULL) return 3;
  }
  lua_Integer width = axes(L, tracker);
  if (width < 0) return 3;
  size_t count;
  double *hits = rows(L, 2, (size_t)width, &count);
  luaL_argcheck(L, lua_rawlen(L, 3) == count, 3, "one q/p per track is needed");
  double *values = lua_newuserdatauv(L, (2 * count + 1) * sizeof(double), 0);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 3, (lua_Integer)i + 1);
    luaL_argcheck(L, lua_isnumber(L, -1), 3, "one q/p per track is needed");
    values[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  int32_t status = hermetic_tracker_cumulative(tracker, options, hits, NULL, count, values, 1, values + count);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values + count, count);
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

/* tracker:find({{{u, …} per axis} per event}[, options]) → list of tracks with event, score, hits (index in the list of
 * the axis, 0 for none) */
static int find(lua_State *L) {
  hermetic_tracker *tracker = self(L);
  lua_settop(L, 3);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t most = 4;
  const char *options = NULL;
  if (!lua_isnil(L, 3)) {
    luaL_checktype(L, 3, LUA_TTABLE);
    most = (size_t)count_field(L, 3, "most_tracks", 1, 4);
    options = card_argument(L, 3);
    if (options == NULL) return 3;
  }
  lua_Integer width = axes(L, tracker);
  if (width < 0) return 3;
  size_t n = lua_rawlen(L, 2), total = 0;
  for (size_t e = 0; e < n; e++) {
    lua_rawgeti(L, 2, (lua_Integer)e + 1);
    luaL_argcheck(L, lua_istable(L, -1) && (lua_Integer)lua_rawlen(L, -1) == width, 2,
                  "an event is a list of one list of coordinates per axis");
    for (lua_Integer a = 0; a < width; a++) {
      lua_rawgeti(L, -1, a + 1);
      luaL_argcheck(L, lua_istable(L, -1), 2, "an event is a list of one list of coordinates per axis");
      total += lua_rawlen(L, -1);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  size_t capacity = n * most;
  double *hits = lua_newuserdatauv(L, (total + 1) * sizeof(double), 0);
  int32_t *owners = lua_newuserdatauv(L, (total + 1) * sizeof(int32_t), 0);
  int32_t *places = lua_newuserdatauv(L, (total + 1) * sizeof(int32_t), 0);
  uint64_t *offsets = lua_newuserdatauv(L, (n + 1) * sizeof(uint64_t), 0);
  double *tracks = lua_newuserdatauv(L, (capacity * (HERMETIC_TRACK_SIZE + 1) + 1) * sizeof(double), 0);
  double *scores = tracks + capacity * HERMETIC_TRACK_SIZE;
  uint64_t *events = lua_newuserdatauv(L, (capacity + 1) * sizeof(uint64_t), 0);
  int32_t *chosen = lua_newuserdatauv(L, (capacity * (size_t)width + 1) * sizeof(int32_t), 0);
  size_t k = 0, count = 0;
  for (size_t e = 0; e < n; e++) {
    offsets[e] = k;
    lua_rawgeti(L, 2, (lua_Integer)e + 1);
    for (lua_Integer a = 0; a < width; a++) {
      lua_rawgeti(L, -1, a + 1);
      size_t size = lua_rawlen(L, -1);
      for (size_t i = 0; i < size && k < total; i++, k++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        luaL_argcheck(L, lua_isnumber(L, -1), 2, "coordinates are numbers");
        hits[k] = lua_tonumber(L, -1);
        owners[k] = (int32_t)a;
        places[k] = (int32_t)i + 1;
        lua_pop(L, 1);
      }
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  offsets[n] = k;
  int32_t status = hermetic_tracker_find(tracker, options, offsets, owners, hits, n, tracks, events, scores, chosen,
                                         capacity, &count);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_track(L, tracks + i * HERMETIC_TRACK_SIZE);
    lua_pushinteger(L, (lua_Integer)events[i] + 1);
    lua_setfield(L, -2, "event");
    lua_pushnumber(L, scores[i]);
    lua_setfield(L, -2, "score");
    lua_createtable(L, (int)width, 0);
    for (lua_Integer a = 0; a < width; a++) {
      int32_t hit = chosen[i * (size_t)width + (size_t)a];
      lua_pushinteger(L, hit < 0 ? 0 : places[offsets[events[i]] + (uint64_t)hit]);
      lua_rawseti(L, -2, a + 1);
    }
    lua_setfield(L, -2, "hits");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* tracker:vertex({{track, track}, …}, {z_mm = …, masses_GeV = {…}}) → list of vertices */
static int vertex(lua_State *L) {
  hermetic_tracker *tracker = self(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  const char *card = card_argument(L, 3);
  if (card == NULL) return 3;
  size_t n = lua_rawlen(L, 2), k = 0;
  if (n > 0) {
    lua_rawgeti(L, 2, 1);
    luaL_argcheck(L, lua_istable(L, -1), 2, "a list of lists of tracks is needed");
    k = lua_rawlen(L, -1);
    lua_pop(L, 1);
  }
  if (n == 0) k = 2;
  double *states = lua_newuserdatauv(L, (n * k * HERMETIC_STATE_SIZE + 1) * sizeof(double), 0);
  double *vertices = lua_newuserdatauv(L, (n * HERMETIC_VERTEX_SIZE + 1) * sizeof(double), 0);
  double *momenta = lua_newuserdatauv(L, (n * k * 3 + 1) * sizeof(double), 0);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    luaL_argcheck(L, lua_istable(L, -1) && lua_rawlen(L, -1) == k, 2, "all vertices have as many tracks");
    for (size_t j = 0; j < k; j++) {
      lua_rawgeti(L, -1, (lua_Integer)j + 1);
      read_state(L, 2, states + (i * k + j) * HERMETIC_STATE_SIZE);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  int32_t status = hermetic_tracker_vertex(tracker, card, states, k, n, vertices, momenta);
  if (status != HERMETIC_OK) return fail(L, status);
  static const char *const names[] = {"chi2", "ndf", "p_value", "mass_GeV", "mass_error_GeV", "status"};
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    const double *row = vertices + i * HERMETIC_VERTEX_SIZE;
    lua_createtable(L, 0, 9);
    push_numbers(L, row, 3);
    lua_setfield(L, -2, "position_mm");
    push_numbers(L, row + 3, 6);
    lua_setfield(L, -2, "covariance");
    for (int j = 0; j < 6; j++) {
      lua_pushnumber(L, row[9 + j]);
      lua_setfield(L, -2, names[j]);
    }
    lua_createtable(L, (int)k, 0);
    for (size_t j = 0; j < k; j++) {
      push_numbers(L, momenta + (i * k + j) * 3, 3);
      lua_rawseti(L, -2, (lua_Integer)j + 1);
    }
    lua_setfield(L, -2, "momenta_GeV");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

void open_tracker(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"describe", describe}, {"fit", fit}, {"cumulative", cumulative},
    {"cumulative", cumulative}, {"propagate", propagate},
      {"find", find}, {"vertex", vertex}, {"close", close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, TRACKER_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
