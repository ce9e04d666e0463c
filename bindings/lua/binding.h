/* Shared by the files of the Lua module. Nothing here knows physics: it converts and it reports. */
#ifndef HERMETIC_LUA_BINDING_H
#define HERMETIC_LUA_BINDING_H

#include <lauxlib.h>
#include <lua.h>

#include "hermetic.h"

#define SETUP_TYPE "hermetic.setup"
#define MODEL_TYPE "hermetic.model"
#define PRODUCTION_TYPE "hermetic.production"
#define RUN_TYPE "hermetic.run"
#define PROBE_TYPE "hermetic.probe"
#define TRACKER_TYPE "hermetic.tracker"

/* Pushes nil, the library's message, and the name of the code; returns 3. */
int fail(lua_State *L, int32_t status);
/* The same for a failure that the binding itself found. */
int fail_with(lua_State *L, int32_t status, const char *format, ...);

/* json.c. Both push one value on success and return HERMETIC_OK; on failure they push a message. */
int32_t json_encode(lua_State *L, int index);
int32_t json_decode(lua_State *L, const char *text, size_t length);
/* Marks the table on top of the stack as a list, so that {} is written as []. */
void json_mark_list(lua_State *L);
int json_list(lua_State *L);
int json_encode_function(lua_State *L);
int json_decode_function(lua_State *L);

/* Pushes the decoded text (and frees it); returns the number of results. */
int push_text(lua_State *L, hermetic_text *text);

/* Pushes a list of {name = {E, px, py, pz}, …}; a name that stands twice gets "_2". The names stand on top. */
void push_states(lua_State *L, const double *states, lua_Integer count, int particles);

/* A card argument: a table (converted) or JSON text, left on the stack. NULL after a failure, with the
 * three results of fail() on the stack. */
const char *card_argument(lua_State *L, int index);

/* Fields of an argument table; they raise Lua errors for the wrong kind, like luaL_check* do. */
double number_field(lua_State *L, int table, const char *key, int has_default, double fallback);
lua_Integer count_field(lua_State *L, int table, const char *key, int has_default, lua_Integer fallback);
const char *string_field(lua_State *L, int table, const char *key, const char *fallback);
/* "particle": "e-", "e+", "gamma" or a PDG number. */
int32_t particle_field(lua_State *L, int table, const char *key, const char *fallback);
/* A number or a list of numbers, copied to memory that Lua owns and that stays on the stack. */
double *numbers_field(lua_State *L, int table, const char *key, size_t *count);
/* Raises an error for a key of the table that is not in the NULL-terminated list. */
void check_keys(lua_State *L, int table, const char *const *known);

void push_numbers(lua_State *L, const double *values, size_t count);

void open_setup(lua_State *L);
void open_model(lua_State *L);
void open_production(lua_State *L);
void open_run(lua_State *L);
void open_tracker(lua_State *L);
int setup_create(lua_State *L);
int tracker_create(lua_State *L);
int model_create(lua_State *L);
int run_create(lua_State *L);
int run_load(lua_State *L);
int shower_library(lua_State *L);
void open_process(lua_State *L); /* leaves the table hermetic.process on the stack */
void open_muon(lua_State *L);        /* leaves the table hermetic.muon on the stack */
void open_synchrotron(lua_State *L); /* leaves the table hermetic.synchrotron on the stack */
void open_limits(lua_State *L);  /* leaves the table hermetic.limits on the stack */
void open_workspace(lua_State *L); /* adds "workspace" to it */
void open_phenomenology(lua_State *L); /* leaves the table hermetic.phenomenology on the stack */

#endif
