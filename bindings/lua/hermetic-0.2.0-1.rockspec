rockspec_format = "3.0"
package = "hermetic"
version = "0.2.0-1"
source = { url = "git+file://." }
description = {
  summary = "Fixed-target missing-energy searches: signal rates, electromagnetic showers, limits",
  detailed = [[Lua 5.4 binding of libhermetic, which must be installed first (`make install`).]],
  license = "MIT",
}
dependencies = { "lua >= 5.4, < 5.5" }
external_dependencies = { HERMETIC = { header = "hermetic.h", library = "hermetic" } }
build = {
  type = "builtin",
  modules = {
    hermetic = {
      sources = {
        "bindings/lua/arguments.c", "bindings/lua/hermetic.c", "bindings/lua/json.c", "bindings/lua/limits.c",
        "bindings/lua/model.c", "bindings/lua/process.c", "bindings/lua/run.c", "bindings/lua/setup.c",
        "bindings/lua/tracker.c",
      },
      incdirs = { "bindings/lua", "$(HERMETIC_INCDIR)" },
      libdirs = { "$(HERMETIC_LIBDIR)" },
      libraries = { "hermetic", "m" },
    },
  },
}
