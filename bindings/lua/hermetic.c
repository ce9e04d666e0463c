/* The Lua 5.4 module `hermetic`: idiom over the C interface, no physics of its own.
 *
 * A call that the library refuses returns nil, message, code ("HERMETIC_E_RANGE"), so that `assert` works:
 *
 *     local hm = require "hermetic"
 *     local pb = assert(hm.material "Pb")
 *     print(pb.density_g_cm3)
 *
 * A wrong use of the module itself (a text where a number belongs) raises a Lua error. */
#include "binding.h"

static int preset(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_preset_card(luaL_checkstring(L, 1), luaL_checkstring(L, 2), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

static int presets(lua_State *L) {
  hermetic_text *text = NULL;
  int32_t status = hermetic_preset_names(luaL_checkstring(L, 1), &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

static int material(lua_State *L) {
  hermetic_text *text = NULL;
  const char *card = card_argument(L, 1);
  if (card == NULL) return 3;
  int32_t status = hermetic_material_describe(card, &text);
  return status == HERMETIC_OK ? push_text(L, text) : fail(L, status);
}

static const luaL_Reg functions[] = {
    {"preset", preset},
    {"presets", presets},
    {"material", material},
    {"setup", setup_create},
    {"model", model_create},
    {"tracker", tracker_create},
    {"run", run_create},
    {"load", run_load},
    {"shower_library", shower_library},
    {"encode", json_encode_function},
    {"decode", json_decode_function},
    {"list", json_list},
    {NULL, NULL},
};

__attribute__((visibility("default"))) int luaopen_hermetic(lua_State *L) {
  luaL_checkversion(L);
  if (hermetic_abi_version() != HERMETIC_ABI_VERSION)
    return luaL_error(L, "libhermetic has ABI %d (this module was compiled for ABI %d). Rebuild one of them.",
                      (int)hermetic_abi_version(), HERMETIC_ABI_VERSION);
  open_setup(L);
  open_model(L);
  open_production(L);
  open_tracker(L);
  open_run(L);
  luaL_newlib(L, functions);
  lua_pushstring(L, hermetic_version());
  lua_setfield(L, -2, "version");
  lua_pushinteger(L, hermetic_abi_version());
  lua_setfield(L, -2, "abi_version");
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
  open_process(L);
  lua_setfield(L, -2, "process");
  open_muon(L);
  lua_setfield(L, -2, "muon");
  open_synchrotron(L);
  lua_setfield(L, -2, "synchrotron");
  open_limits(L);
  open_workspace(L);
  lua_setfield(L, -2, "limits");
  open_phenomenology(L);
  lua_setfield(L, -2, "phenomenology");
  return 1;
}
