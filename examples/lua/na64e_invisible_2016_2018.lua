-- NA64e, invisible dark photon, runs 2016 to 2018, in text: lua5.4 na64e_invisible_2016_2018.lua [showers] [seed]
local hm = require "hermetic"

local showers, seed = tonumber(arg[1]) or 500, tonumber(arg[2]) or 20190909

local function printf(...) io.write(string.format(...)) end

local run <close> = assert(hm.run {
  name = "dark photon",
  setup = { preset = "na64e_2018" },
  signal = {
    model = { kind = "dark_photon" },
    masses_GeV = { 0.001, 0.002, 0.005, 0.01, 0.0167, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.95 },
  },
  events = showers,
  seed = seed,
})

for slice in run:slices { slice_ms = 200 } do
  io.stderr:write(("\r%5.1f %%  %d showers"):format(100 * slice.fraction, slice.events_done))
end
io.stderr:write "\n"

local flow, passed = assert(run:select({ preset = "na64e_invisible_2018" }, "signal.weight_4"))
local count = 0
for _, pass in ipairs(passed) do if pass then count = count + 1 end end
printf("%d of %d showers pass %s\n\n", count, #run, flow.selection)

-- ε of the published curve at a mass, interpolated in log-log.
local published = assert(hm.preset("published", "NA64 2019"))
local function published_at(mass)
  for i = 1, #published.mass_GeV - 1 do
    local a, b = published.mass_GeV[i], published.mass_GeV[i + 1]
    if a <= mass and mass <= b then
      local t = math.log(mass / a) / math.log(b / a)
      return published.epsilon[i] * (published.epsilon[i + 1] / published.epsilon[i]) ^ t
    end
  end
  return 0 / 0
end

local result = assert(run:exclusion { preset = "na64e_2016_2018" })
printf("%g %% CL, %.3g electrons on target, %s\n", 100 * result.confidence_level, result.eot, result.method)
printf("%8s %12s %11s %11s %11s %11s %6s\n", "m [MeV]", "yield/EOT", "acceptance", "efficiency", "eps90",
  "published", "ratio")
for _, row in ipairs(result.rows) do
  local reference = published_at(row.mass_GeV)
  printf("%8.4g %12.4g %11.4g %11.4g %11.4g %11.4g %6.3f\n", 1000 * row.mass_GeV, row.yield_per_eot, row.acceptance,
    row.efficiency, row.epsilon, reference, row.epsilon / reference)
end
