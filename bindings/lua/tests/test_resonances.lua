-- Annihilation, ALPs and decays through the models.
local hm = require "hermetic"
local t = require "runner"

t.test("positrons annihilate into dark matter", function()
  local model <close> = assert(hm.model { kind = "dark_photon", mass_GeV = 0.2, epsilon = 1e-4,
    dark_matter = { kind = "dirac", mass_ratio = 1 / 3, alpha_D = 0.1 }, electron_motion = "rest" })
  local sigma = assert(model:process_cross_section {
    process = "annihilation_to_dark_matter", particle = "e+", energies_GeV = { 39.138513 }, element = "Pb" })
  t.near(sigma[1] / 24105.1, 1, 1e-3)
  local states = assert(model:process_sample {
    process = "annihilation_to_dark_matter", particle = "e+", count = 5, energy_GeV = 39, element = "Pb" })
  t.equal(#states, 5)
  local none, message = hm.model { kind = "dark_photon", mass_GeV = 0.2, dark_matter = { kind = "wino" } }
  assert(none == nil and tostring(message):find "wino")
end)

t.test("ALPs from photons and their decay", function()
  local alp <close> = assert(hm.model { kind = "alp", mass_GeV = 0.1 })
  local sigma = assert(alp:process_cross_section {
    process = "primakoff", particle = "gamma", energies_GeV = { 100 }, element = "Pb" })
  t.near(sigma[1] / 2.9364559e10, 1, 1e-3)
  local decay = alp:describe().decays[1]
  t.equal(decay.channel, "photons")
  t.near(decay.width_GeV / (1e-3 / (64 * math.pi)), 1, 1e-12)
end)

t.test("decay in flight", function()
  local model <close> = assert(hm.model { kind = "dark_photon", mass_GeV = 0.0167, epsilon = 3e-4 })
  local length = model:describe().decays[1].c_tau_mm * math.sqrt(50 ^ 2 - 0.0167 ^ 2) / 0.0167
  local probability, position = model:decay_in_flight {
    energies_GeV = { 50, 50, 50 }, first_plane_mm = 200, second_plane_mm = 900 }
  for i = 1, 3 do
    t.near(probability[i] / (math.exp(-200 / length) - math.exp(-900 / length)), 1, 1e-12)
    assert(position[i] >= 200 and position[i] <= 900)
  end
  local _, later = model:decay_in_flight {
    energies_GeV = { 50 }, first_plane_mm = 200, second_plane_mm = 900, first = 2 }
  t.equal(later[1], position[3])
  local none, message = model:decay_in_flight { energies_GeV = { 0.001 }, first_plane_mm = 0, second_plane_mm = 1 }
  assert(none == nil and tostring(message):find "below the mass")
end)

t.test("every kind of model says what it can do", function()
  for _, card in ipairs {
    { kind = "z_prime_mu_tau", mass_GeV = 0.1 }, { kind = "b_minus_l", mass_GeV = 0.1 },
    { kind = "protophobic_vector", mass_GeV = 0.0167 }, { kind = "scalar", mass_GeV = 0.1 },
    { kind = "pseudoscalar", mass_GeV = 0.1 }, { kind = "axial_vector", mass_GeV = 0.1 }, { kind = "dimuon" },
    { kind = "flavour_conversion", operator = "V_LL", quark = "u" }, { kind = "lfv_scalar", mass_GeV = 0.1 },
    { kind = "meson_invisible", meson = "eta" }, { kind = "millicharged", mass_GeV = 0.05 },
    { kind = "alp", mass_GeV = 0.05 },
  } do
    local model <close> = assert(hm.model(card))
    local process = model:describe().processes[1]
    assert(#process.name > 0 and #process.final_state > 1, card.kind)
    local energy = 100
    local sigma = assert(model:process_cross_section {
      process = process.name, particle = process.beams[1], energies_GeV = { energy }, element = "Pb" })
    assert(sigma[1] > 0, card.kind)
    local states = assert(model:process_sample {
      process = process.name, particle = process.beams[1], count = 2, energy_GeV = energy, element = "Pb" })
    assert(#states == 2)
  end
end)

t.test("a process prepared for the energies of every step", function()
  local model <close> = assert(hm.model { kind = "dark_photon", mass_GeV = 0.0167 })
  local production <close> = assert(model:prepare { energies_GeV = { 20, 100 }, material = "W" })
  local rate = assert(production:rate { energies_GeV = { 10, 50, 100 } })
  local sigma = assert(model:cross_section { energies_GeV = { 50, 100 }, element = "W" })
  t.equal(rate[1], 0)
  t.near(rate[2] * sigma[2] / (rate[3] * sigma[1]), 1, 2e-3)
  local states = assert(production:sample { energies_GeV = { 50, 60, 70 }, seed = 4 })
  t.equal(#states, 3)
  t.near(states[2].boson[4] + states[2].lepton[4] + states[2].nucleus[4], 60, 1e-5)
  local none, message = model:prepare { energies_GeV = { 100, 20 } }
  assert(none == nil and tostring(message):find "energies_GeV")
end)
