-- The small study of ../c/small_study.c in Lua; prints the same bytes.
local hm = require "hermetic"

local function printf(...) io.write(string.format(...), "\n") end

printf("hermetic %s", hm.version)

local energies_GeV = { 50, 100, 150 }
local model <close> = assert(hm.model { kind = "dark_photon", mass_GeV = 0.0167 })
local sigma_pb = assert(model:cross_section { energies_GeV = energies_GeV, element = "Pb" })
for i, energy in ipairs(energies_GeV) do
  printf("cross section %.17g GeV %.17g pb", energy, sigma_pb[i])
end

local limit = assert(hm.limits.events {
  observed = 0, background = 0.53, background_error = 0.17, efficiency_error = 0.1, confidence_level = 0.9,
})
printf("limit %.17g events", limit)

local run <close> = assert(hm.run {
  name = "small study",
  setup = { preset = "na64e_2018" },
  signal = { model = { kind = "dark_photon" }, masses_GeV = { 0.0167, 0.1 }, minimum_boson_energy_GeV = 45 },
  events = 24,
  seed = 7,
})
run:simulate()
printf("events %d", #run)

local _, passed = assert(run:select {
  name = "missing energy",
  cuts = {
    { name = "E_ECAL", expression = "ecal.total_GeV < 50" },
    { name = "E_HCAL", expression = "hcal.total_GeV < 1" },
  },
})
local columns = {}
for i, name in ipairs { "ecal.total_GeV", "hcal.total_GeV", "truth.boson_energy_GeV", "signal.weight_0",
                        "signal.weight_1" } do
  columns[i] = assert(run:column(name))
end
for event = 1, #run do
  local values = {}
  for i, column in ipairs(columns) do values[i] = string.format("%.17g", column[event]) end
  printf("event %d %s %s", event - 1, table.concat(values, " "), passed[event] and "passed" or "rejected")
end

for _, row in ipairs(assert(run:exclusion { preset = "na64e_2016_2018" }).rows) do
  printf("epsilon %.17g GeV %.17g", row.mass_GeV, row.epsilon)
end
