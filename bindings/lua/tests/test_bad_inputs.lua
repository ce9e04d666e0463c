-- The list of Tests/ABI/bad_inputs.json through the Lua module.
local hm = require "hermetic"
local t = require "runner"

local file = assert(io.open(_G.root .. "/Tests/ABI/bad_inputs.json"))
local content = assert(hm.decode(file:read "a"))
file:close()

local function plain(value)
  if value == hm.null then return nil end
  if value == "nan" then return 0 / 0 end
  if value == "inf" then return 1 / 0 end
  if value == "-inf" then return -1 / 0 end
  if type(value) ~= "table" then return value end
  if value["$text"] then return value["$text"] end
  if value["$hex"] then
    return (value["$hex"]:gsub("%x%x", function(byte) return string.char(tonumber(byte, 16)) end))
  end
  for i, item in ipairs(value) do value[i] = plain(item) end
  return value
end

local runs = {}
for name, card in pairs(content.runs) do
  runs[name] = assert(hm.run(card))
  runs[name]:simulate()
end

local function model(a)
  local made <const> = assert(hm.model(a.card))
  return made
end

local function probe(a, method, arguments)
  local made, message, code = hm.process.probe(a.card)
  if not made then return made, message, code end
  return made[method](made, arguments)
end

local function asked(a, method)
  local made <const> = assert(hm.limits.workspace(a.workspace))
  return made[method](made, a.card)
end

local calls = {
  workspace_create = function(a) return hm.limits.workspace(a.workspace) end,
  workspace_fit = function(a) return asked(a, "fit") end,
  workspace_limit = function(a) return asked(a, "limit") end,
  workspace_test = function(a) return asked(a, "test") end,
  workspace_discovery = function(a) return asked(a, "discovery") end,
  workspace_export = function(a) return assert(hm.limits.workspace(a.workspace)):export(a.kind) end,
  workspace_patch = function(a)
    return hm.limits.workspace(a.workspace, { patch = a.patch, patch_name = a.patch_name })
  end,
  probe_create = function(a) return hm.process.probe(a.card) end,
  probe_evaluate = function(a)
    return probe(a, "evaluate",
      { quantity = a.quantity, process = a.process, kinetic_energies_GeV = a.kinetic_energies_GeV })
  end,
  probe_interact = function(a)
    return probe(a, "interact", { process = a.process, kinetic_energy_GeV = a.kinetic_energy_GeV, count = a.n })
  end,
  probe_final_states = function(a)
    return probe(a, "final_states", { process = a.process, kinetic_energy_GeV = a.kinetic_energy_GeV, count = a.n })
  end,
  probe_follow = function(a)
    return probe(a, "follow", { kinetic_energy_GeV = a.kinetic_energy_GeV, path_mm = a.path_mm, count = a.n })
  end,
  preset_names = function(a) return hm.presets(a.kind) end,
  preset_card = function(a) return hm.preset(a.kind, a.name) end,
  material_describe = function(a) return hm.material(a.material) end,
  process_cross_section = function(a)
    return hm.process.cross_section {
      process = a.process, particle = a.pdg, material = a.material, range_cut_mm = a.range_cut_mm,
      kinetic_energies_GeV = a.kinetic_energies_GeV }
  end,
  process_stopping_power = function(a)
    return hm.process.stopping_power {
      kind = a.kind, particle = a.pdg, material = a.material, range_cut_mm = a.range_cut_mm,
      kinetic_energies_GeV = a.kinetic_energies_GeV }
  end,
  process_sample = function(a)
    return hm.process.sample {
      particle = a.pdg, material = a.material, range_cut_mm = a.range_cut_mm,
      kinetic_energy_GeV = a.kinetic_energy_GeV, count = a.n }
  end,
  muon_stopping_power = function(a)
    return hm.muon.stopping_power {
      process = a.process, material = a.material, kinetic_energies_GeV = a.kinetic_energies_GeV }
  end,
  muon_loss_density = function(a)
    return hm.muon.loss_density {
      process = a.process, material = a.material, kinetic_energy_GeV = a.kinetic_energy_GeV, losses_GeV = a.losses_GeV }
  end,
  synchrotron_describe = function(a) return hm.synchrotron.describe(a.card) end,
  synchrotron_spectrum = function(a) return hm.synchrotron.spectrum(a.card, a.photon_energies_GeV) end,
  synchrotron_sample = function(a) return hm.synchrotron.sample(a.card, a.n) end,
  tracker_create = function(a) return hm.tracker(a.card) end,
  tracker_fit = function(a) return assert(hm.tracker(a.card)):fit({ a.hits }, a.options) end,
  tracker_cumulative = function(a) return assert(hm.tracker(a.card)):cumulative({ a.hits }, { 0.01 }, a.options) end,
  tracker_find = function(a) return assert(hm.tracker(a.card)):find({}, a.options) end,
  tracker_vertex = function(a) return assert(hm.tracker(a.card)):vertex({}, a.options) end,
  tracker_propagate = function(a) return assert(hm.tracker(a.card)):propagate({}, a.from_mm, a.to_mm) end,
  setup_create = function(a) return hm.setup(a.card) end,
  setup_field = function(a) return assert(hm.setup(a.card)):field(a.position_mm) end,
  setup_propagate = function(a)
    return assert(hm.setup(a.card)):propagate {
      particle = a.pdg, z_mm = a.plane_z_mm, position_mm = a.position_mm, momentum_GeV = a.momentum_GeV, jacobian = true,
    }
  end,
  setup_ray = function(a) return assert(hm.setup(a.card)):ray(a.position_mm, a.direction) end,
  model_create = function(a) return hm.model(a.card) end,
  model_cross_section = function(a)
    return model(a):cross_section { particle = a.pdg, element = a.element, energies_GeV = a.total_energies_GeV }
  end,
  model_differential_cross_section = function(a)
    return model(a):differential_cross_section {
      particle = a.pdg, element = a.element, energy_GeV = a.total_energy_GeV, x = a.x }
  end,
  model_sample = function(a)
    return model(a):sample { particle = a.pdg, element = a.element, energy_GeV = a.total_energy_GeV, count = a.n }
  end,
  model_process_cross_section = function(a)
    return model(a):process_cross_section {
      process = a.process, particle = a.pdg, element = a.element, energies_GeV = a.total_energies_GeV }
  end,
  model_process_differential = function(a)
    return model(a):process_differential {
      process = a.process, particle = a.pdg, element = a.element, energy_GeV = a.total_energy_GeV,
      variables = a.variables, values = a.values }
  end,
  model_process_sample = function(a)
    return model(a):process_sample {
      process = a.process, particle = a.pdg, element = a.element, energy_GeV = a.total_energy_GeV, count = a.n }
  end,
  production_create = function(a) return model(a):prepare(a.options) end,
  production_rate = function(a) return model(a):prepare(a.options):rate { energies_GeV = a.total_energies_GeV } end,
  production_sample = function(a) return model(a):prepare(a.options):sample { energies_GeV = a.total_energies_GeV } end,
  model_decay_sample = function(a)
    return model(a):decay_sample { channel = a.channel, energy_GeV = a.total_energy_GeV, count = a.n }
  end,
  model_decay_in_flight = function(a)
    return model(a):decay_in_flight {
      energies_GeV = a.total_energies_GeV, first_plane_mm = a.first_plane_mm,
      second_plane_mm = a.second_plane_mm, parent = a.parent }
  end,
  run_create = function(a) return hm.run(a.card) end,
  run_column = function(a) return a.run:column(a.name) end,
  run_absorb = function(a) return a.run:absorb(a.bytes) end,
  checkpoint_describe = function(a) return hm.load(a.bytes) end,
  run_tally = function(a) return a.run:tally(a.name) end,
  run_hits = function(a) return a.run:hits { tracker = a.tracker, first = a.first, events = 1 } end,
  run_cells = function(a) return a.run:cells { sensor = a.sensor, first = a.first, events = 1 } end,
  run_display = function(a) return a.run:display(a.event, a.options) end,
  background_estimate = function(a) return hm.limits.background(a.card) end,
  shower_library = function(a) return hm.shower_library(a.card) end,
  run_profile = function(a) return a.run:profile(a.sensor) end,
  run_select = function(a) return a.run:select(a.selection, a.weight) end,
  run_exclusion = function(a) return a.run:exclusion(a.analysis) end,
  limit_events = function(a) return hm.limits.events(a) end,
  limit_counting = function(a) return hm.limits.counting(a.card) end,
  limit_interval = function(a) return hm.limits.interval(a.card) end,
  limit_significance = function(a) return hm.limits.significance(a.card) end,
  magnetic_moment = function(a) return hm.phenomenology.magnetic_moment(a) end,
  magnetic_moment_coupling = function(a) return hm.phenomenology.coupling_for(a) end,
  loop_mixing = function(a) return hm.phenomenology.loop_mixing(a) end,
  relic = function(a) return hm.phenomenology.relic(a.card) end,
  degrees_of_freedom = function(a) return hm.phenomenology.degrees_of_freedom(a) end,
  convert = function(a) return hm.phenomenology.convert(a) end,
  limit_couplings = function(a) return hm.limits.couplings(a.card) end,
  limit_optimise = function(a) return hm.limits.optimise(a.card) end,
  limit_contour = function(a) return hm.limits.contour(a.options, a.x, a.y, a.values) end,
  contour_create = function(a) return hm.limits.trace(a.card, function(x) return x end) end,
}

for _, input in ipairs(content.inputs) do
  t.test(input.name, function()
    local arguments = {}
    for key, value in pairs(input.args) do arguments[key] = plain(value) end
    if input.run then arguments.run = runs[input.run] end
    t.refused(input.code, input.mentions, calls[input.call](arguments))
  end)
end
