-- Limits of a workspace, by the default method and by the asymptotic formulae: lua workspace_limits.lua FILE
local hm = require "hermetic"

local file = assert(io.open(arg[1] or "examples/cards/missing_energy_three_bins.json"))
local workspace = assert(hm.limits.workspace(file:read "a"))
file:close()

local fit = assert(workspace:fit { fixed = { mu = 0 } })
print(("fit %s %.6f"):format(fit.status, fit.twice_nll))
for _, method in ipairs { "automatic", "asymptotic" } do
  local limit = assert(workspace:limit { confidence_level = 0.9, method = method })
  print(("%s: %.6g, expected %.6g"):format(limit.method, limit.value, limit.expected.median))
  for _, warning in ipairs(limit.warnings) do print("  " .. warning) end
end
