-- lua5.4 bindings/lua/tests/run.lua: all tests of the Lua module; the last line counts.
local here = arg[0]:match("^(.*)/[^/]*$") or "."
package.path = here .. "/?.lua;" .. package.path
_G.root = here .. "/../../.."

local runner = require "runner"
for _, name in ipairs { "test_json", "test_module", "test_resonances", "test_tracking", "test_run", "test_bad_inputs" } do require(name) end

print(("%d passed, %d failed"):format(runner.passed, runner.failed))
os.exit(runner.failed == 0, true)
