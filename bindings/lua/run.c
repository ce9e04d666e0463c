/* hermetic.run(card): from the beam to event columns, cut flows and exclusion.
 *
 *     local run = assert(hm.run { setup = { preset = "na64e_2018" }, events = 100, seed = 1 })
 *     for slice in run:slices { slice_ms = 200 } do print(slice.fraction) end
 */
#include <string.h>

#include "binding.h"

static hermetic_run *self(lua_State *L) {
  hermetic_run **slot = luaL_checkudata(L, 1, RUN_TYPE);
  luaL_argcheck(L, *slot != NULL, 1, "the run is closed");
  return *slot;
}

int run_create(lua_State *L) {
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  hermetic_run **slot = lua_newuserdatauv(L, sizeof *slot, 0);
  *slot = NULL;
  luaL_setmetatable(L, RUN_TYPE);
  int32_t status = hermetic_run_create(card, slot);
  return status == HERMETIC_OK ? 1 : fail(L, status);
}

/* hm.load(checkpoint) → the run that run:checkpoint() came from, with its events */
int run_load(lua_State *L) {
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  lua_settop(L, 1); /* which keeps the bytes alive */
  hermetic_text *text = NULL;
  int32_t status = hermetic_checkpoint_describe(bytes, size, &text);
  if (status != HERMETIC_OK) return fail(L, status);
  if (push_text(L, text) != 1) return 3;
  lua_getfield(L, -1, "card");
  lua_pushcfunction(L, run_create);
  lua_insert(L, -2);
  lua_call(L, 1, LUA_MULTRET);
  if (lua_isnil(L, 3)) return lua_gettop(L) - 2;
  hermetic_run **slot = lua_touserdata(L, -1);
  status = hermetic_run_absorb(*slot, bytes, size, NULL);
  return status == HERMETIC_OK ? 1 : fail(L, status);
}

static int close(lua_State *L) {
  hermetic_run **slot = luaL_checkudata(L, 1, RUN_TYPE);
  hermetic_run_free(*slot);
  *slot = NULL;
  return 0;
}

/* ---------------------------------------------------------------- simulation */

/* Up-values: the run, slice_ms, threads, the event count to stop at (or −1). A failure inside the loop is
 * a Lua error, because nil ends a `for`. */
static int next_slice(lua_State *L) {
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(1));
  hermetic_run *run = self(L);
  lua_Integer stop = lua_tointeger(L, lua_upvalueindex(4));
  uint64_t done = hermetic_run_event_count(run);
  if (lua_toboolean(L, lua_upvalueindex(5)) || (stop >= 0 && done >= (uint64_t)stop)) return 0;

  hermetic_progress progress;
  memset(&progress, 0, sizeof progress);
  progress.struct_size = sizeof progress;
  int32_t status =
      hermetic_run_slice(run, stop >= 0 ? (uint64_t)stop - done : 0, lua_tonumber(L, lua_upvalueindex(2)),
                         (int32_t)lua_tointeger(L, lua_upvalueindex(3)), &progress);
  if (status != HERMETIC_OK) return luaL_error(L, "%s", hermetic_last_error_message());
  if (progress.events_done == done && progress.finished) return 0; /* nothing was left */
  if (progress.finished) {
    lua_pushboolean(L, 1);
    lua_replace(L, lua_upvalueindex(5));
  }
  lua_createtable(L, 0, 6);
  lua_pushboolean(L, (int)progress.finished);
  lua_setfield(L, -2, "finished");
  lua_pushinteger(L, (lua_Integer)progress.events_done);
  lua_setfield(L, -2, "events_done");
  lua_pushinteger(L, (lua_Integer)progress.events_total);
  lua_setfield(L, -2, "events_total");
  lua_pushnumber(L, progress.events_total ? (double)progress.events_done / (double)progress.events_total : 1);
  lua_setfield(L, -2, "fraction");
  lua_pushinteger(L, (lua_Integer)progress.steps);
  lua_setfield(L, -2, "steps");
  lua_pushnumber(L, progress.worst_energy_imbalance);
  lua_setfield(L, -2, "worst_energy_imbalance");
  return 1;
}

/* run:slices{events = all, slice_ms = 50, threads = 0} → iterator over progress tables */
static int slices(lua_State *L) {
  static const char *const known[] = {"events", "slice_ms", "threads", NULL};
  hermetic_run *run = self(L);
  if (lua_isnoneornil(L, 2)) {
    lua_settop(L, 1);
    lua_newtable(L);
  }
  check_keys(L, 2, known);
  lua_Integer events = count_field(L, 2, "events", 1, 0);
  lua_Integer threads = count_field(L, 2, "threads", 1, 0);
  luaL_argcheck(L, threads <= 4096, 2, "threads must be at most 4096");
  lua_pushvalue(L, 1);
  lua_pushnumber(L, number_field(L, 2, "slice_ms", 1, 50));
  lua_pushinteger(L, threads);
  lua_pushinteger(L, events ? (lua_Integer)hermetic_run_event_count(run) + events : -1);
  lua_pushboolean(L, 0);
  lua_pushcclosure(L, next_slice, 5);
  return 1;
}

/* run:simulate{events = all, threads = 0} → the run, when all is done */
static int simulate(lua_State *L) {
  lua_settop(L, 2);
  slices(L);
  for (int more = 1; more;) {
    lua_pushvalue(L, -1);
    lua_call(L, 0, 1);
    more = !lua_isnil(L, -1);
    lua_pop(L, 1);
  }
  lua_settop(L, 1);
  return 1;
}

/* ---------------------------------------------------------------- what came out */

static int event_count(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)hermetic_run_event_count(self(L)));
  return 1;
}

static int columns(lua_State *L) {
  hermetic_run *run = self(L);
  size_t count = hermetic_run_column_count(run);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushstring(L, hermetic_run_column_name(run, i));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int column(lua_State *L) {
  hermetic_run *run = self(L);
  const char *name = luaL_checkstring(L, 2);
  size_t capacity = hermetic_run_event_count(run), count = 0;
  double *values = lua_newuserdatauv(L, (capacity + 1) * sizeof(double), 0);
  int32_t status = hermetic_run_column(run, name, values, capacity, &count);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, count);
  return 1;
}

/* run:profile(sensor) → list of mean GeV per layer, list of standard errors */
static int profile(lua_State *L) {
  hermetic_run *run = self(L);
  const char *sensor = luaL_checkstring(L, 2);
  size_t capacity = 1024, count = 0;
  int32_t status;
  do {
    double *mean = lua_newuserdatauv(L, capacity * sizeof(double), 0);
    double *error = lua_newuserdatauv(L, capacity * sizeof(double), 0);
    status = hermetic_run_profile(run, sensor, mean, error, capacity, &count);
    if (status == HERMETIC_OK) {
      push_numbers(L, mean, count);
      push_numbers(L, error, count);
      return 2;
    }
    lua_pop(L, 2);
    capacity *= 16;
  } while (status == HERMETIC_E_CAPACITY && capacity < 100000000);
  return fail(L, status);
}

/* run:cells{sensor, truth = false, first = 0, events = all} → numbers, event by event; channel =
 * (section · cells in x + ix) · cells in y + iy within an event */
static int cells(lua_State *L) {
  static const char *const known[] = {"sensor", "truth", "first", "events", NULL};
  hermetic_run *run = self(L);
  check_keys(L, 2, known);
  const char *sensor = string_field(L, 2, "sensor", NULL);
  lua_getfield(L, 2, "truth");
  int32_t truth = lua_toboolean(L, -1);
  lua_pop(L, 1);
  uint64_t first = (uint64_t)count_field(L, 2, "first", 1, 0), total = hermetic_run_event_count(run);
  uint64_t events = (uint64_t)count_field(L, 2, "events", 1, first < total ? (lua_Integer)(total - first) : 0);
  size_t count = 0;
  int32_t status = hermetic_run_cells(run, sensor, truth, first, events, NULL, 0, &count);
  if (status != HERMETIC_OK && status != HERMETIC_E_CAPACITY) return fail(L, status);
  double *values = lua_newuserdatauv(L, (count + 1) * sizeof(double), 0);
  status = hermetic_run_cells(run, sensor, truth, first, events, values, count, &count);
  if (status != HERMETIC_OK) return fail(L, status);
  push_numbers(L, values, count);
  return 1;
}

/* run:hits{tracker, first = 0, events = all} → one list per event of {axis, u_mm, size, drift_mm, true_u_mm, pdg, momentum_GeV,
 * track}; axes count from 1, NaN where there is nothing */
static int hits(lua_State *L) {
  static const char *const known[] = {"tracker", "first", "events", NULL};
  static const char *const names[] = {"size", "drift_mm", "true_u_mm", "pdg", "momentum_GeV", "track"};
  hermetic_run *run = self(L);
  check_keys(L, 2, known);
  const char *tracker = string_field(L, 2, "tracker", NULL);
  uint64_t first = (uint64_t)count_field(L, 2, "first", 1, 0), total = hermetic_run_event_count(run);
  uint64_t events = (uint64_t)count_field(L, 2, "events", 1, first < total ? (lua_Integer)(total - first) : 0);
  if (events > total) return luaL_error(L, "events = %I (the run has %I)", (lua_Integer)events, (lua_Integer)total);
  size_t count = 0;
  uint64_t *offsets = lua_newuserdatauv(L, (events + 1) * sizeof *offsets, 0);
  int32_t status = hermetic_run_hits(run, tracker, first, events, offsets, NULL, NULL, NULL, 0, &count);
  if (status != HERMETIC_OK && status != HERMETIC_E_CAPACITY) return fail(L, status);
  int32_t *axes = lua_newuserdatauv(L, (count + 1) * sizeof *axes, 0);
  double *values = lua_newuserdatauv(L, (count + 1) * (1 + HERMETIC_HIT_SIZE) * sizeof(double), 0);
  double *details = values + count + 1;
  status = hermetic_run_hits(run, tracker, first, events, offsets, axes, values, details, count, &count);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_createtable(L, (int)events, 0);
  for (uint64_t e = 0; e < events; e++) {
    lua_createtable(L, (int)(offsets[e + 1] - offsets[e]), 0);
    for (uint64_t i = offsets[e]; i < offsets[e + 1]; i++) {
      lua_createtable(L, 0, 8);
      lua_pushinteger(L, axes[i] + 1);
      lua_setfield(L, -2, "axis");
      lua_pushnumber(L, values[i]);
      lua_setfield(L, -2, "u_mm");
      for (int k = 0; k < HERMETIC_HIT_SIZE; k++) {
        lua_pushnumber(L, details[i * HERMETIC_HIT_SIZE + (uint64_t)k]);
        lua_setfield(L, -2, names[k]);
      }
      lua_rawseti(L, -2, (lua_Integer)(i - offsets[e]) + 1);
    }
    lua_rawseti(L, -2, (lua_Integer)e + 1);
  }
  return 1;
}

/* run:display(event [, options]) → table with tracks, cells, geometry */
static int display(lua_State *L) {
  hermetic_run *run = self(L);
  lua_Integer event = luaL_checkinteger(L, 2);
  luaL_argcheck(L, event >= 0, 2, "events count from 0");
  const char *options = lua_isnoneornil(L, 3) ? "{}" : card_argument(L, 3);
  if (options == NULL) return 3;
  hermetic_text *text = NULL;
  int32_t status = hermetic_run_display(run, (uint64_t)event, options, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* hm.shower_library(card) → table for {identification = {shower = {library = …}}} */
int shower_library(lua_State *L) {
  hermetic_text *text = NULL;
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  int32_t status = hermetic_shower_library(card, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* run:tally(name) → table with axes, shape, mean, error (docs/tallies.md) */
static int tally(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_run_tally(self(L), luaL_checkstring(L, 2), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* run:checkpoint() → a string (binary) with all that the finished events left */
static int checkpoint(lua_State *L) {
  hermetic_text *bytes = NULL;
  int32_t status = hermetic_run_checkpoint(self(L), &bytes);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_pushlstring(L, hermetic_text_data(bytes), hermetic_text_length(bytes));
  hermetic_text_free(bytes);
  return 1;
}

/* run:absorb(checkpoint) → the run, with those events as its next ones */
static int absorb(lua_State *L) {
  size_t size;
  const char *bytes = luaL_checklstring(L, 2, &size);
  int32_t status = hermetic_run_absorb(self(L), bytes, size, NULL);
  if (status != HERMETIC_OK) return fail(L, status);
  lua_settop(L, 1);
  return 1;
}

static int card(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_run_card(self(L), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

/* run:select(selection [, weight column]) → cut flow, list of booleans */
static int select_events(lua_State *L) {
  hermetic_run *run = self(L);
  const char *weight = luaL_optstring(L, 3, NULL);
  const char *selection = card_argument(L, 2);
  if (selection == NULL) return 3;
  size_t count = hermetic_run_event_count(run);
  uint8_t *passed = lua_newuserdatauv(L, count + 1, 0);
  hermetic_text *flow = NULL;
  int32_t status = hermetic_run_select(run, selection, weight, passed, count, &flow);
  if (status != HERMETIC_OK) return fail(L, status);
  if (push_text(L, flow) != 1) return 3;
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushboolean(L, passed[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 2;
}

/* run:exclusion(analysis) → table with rows, one per mass */
static int exclusion(lua_State *L) {
  hermetic_run *run = self(L);
  hermetic_text *text = NULL;
  const char *analysis = card_argument(L, 2);
  if (analysis == NULL) return 3;
  int32_t status = hermetic_run_exclusion(run, analysis, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

void open_run(lua_State *L) {
  static const luaL_Reg methods[] = {{"slices", slices},
                                     {"simulate", simulate},
                                     {"event_count", event_count},
                                     {"columns", columns},
                                     {"column", column},
                                     {"profile", profile},
                                     {"cells", cells},
                                     {"hits", hits},
                                     {"display", display},
                                     {"tally", tally},
                                     {"card", card},
                                     {"checkpoint", checkpoint},
                                     {"absorb", absorb},
                                     {"select", select_events},
                                     {"exclusion", exclusion},
                                     {"close", close},
                                     {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", close}, {"__close", close}, {"__len", event_count}, {NULL, NULL}};
  luaL_newmetatable(L, RUN_TYPE);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
