-- Tracks in a user's own hits: no simulation, no set-up, one tracker card. ../c/own_tracks.c in Lua; prints the same bytes.
local hm = require "hermetic"

local EVENTS, NOISE = 400, 2
local places = { -8000, -7000, -4000, -3000, 3000, 4000, 7000, 8000 }

-- A generator of one's own; any will do.
local state = 0x9E3779B97F4A7C15
local function uniform()
  state = state ~ (state << 13)
  state = state ~ (state >> 7)
  state = state ~ (state << 17)
  return ((state >> 11) + 0.5) / 9007199254740992.0
end

local function normal()
  local radius = math.sqrt(-2 * math.log(uniform()))
  return radius * math.cos(6.283185307179586 * uniform())
end

local planes = {}
for i, z in ipairs(places) do
  planes[i] = { name = "MM" .. i, z_mm = z, angles_deg = { 45, -45 }, resolution_mm = 0.1, efficiency = 0.98, half_size_mm = 60 }
end
local tracker <close> = assert(hm.tracker {
  planes = planes, particle = "mu-", momentum_GeV = 100,
  fields = { { kind = "dipole", position_mm = { 0, 0, 0 }, length_mm = 4000, aperture_mm = { 500, 500 }, field_T = 0.35 } },
})

local events, truth, count = {}, {}, 0
for event = 1, EVENTS do
  local x, y, tx, ty = 5 * normal(), 5 * normal(), 1e-3 * normal(), 1e-3 * normal()
  local start = { x_mm = x, y_mm = y, tx = tx, ty = ty, q_over_p = -1 / (20 + 80 * uniform()) }
  truth[event] = 1 / math.abs(start.q_over_p)
  local axes = {}
  for _, z in ipairs(places) do
    local there = assert(tracker:propagate({ start }, places[1], z))[1]
    for axis = 0, 1 do
      local hits = {}
      local u = (there.x_mm + (axis == 1 and -there.y_mm or there.y_mm)) * math.sqrt(0.5) + 0.1 * normal()
      if uniform() < 0.98 then hits[1] = u end
      for _ = 1, NOISE do hits[#hits + 1] = 120 * (uniform() - 0.5) end
      count = count + #hits
      axes[#axes + 1] = hits
    end
  end
  events[event] = axes
end

local found = assert(tracker:find(events, { x_spread_mm = 40, tx_spread = 0.005, least_momentum_GeV = 10, width = 64 }))
local with_track, right, sum, square, last = 0, 0, 0, 0, nil
for _, track in ipairs(found) do
  if track.event ~= last then -- the best one of its event comes first
    last = track.event
    local pull = (track.q_over_p + 1 / truth[track.event]) / math.sqrt(track.covariance[15])
    with_track = with_track + 1
    if math.abs(pull) <= 5 then
      right, sum, square = right + 1, sum + pull, square + pull * pull
    end
  end
end
print(string.format("%d events, %d hits: %d with a track, %d within 5 sigma of the true momentum", EVENTS, count, with_track, right))
print(string.format("pull of q/p: mean %.3f, rms %.3f", sum / right, math.sqrt(square / right)))

-- The first track again, alone: one number per axis, false where there is no hit.
local first, row = found[1], {}
for axis, hits in ipairs(events[first.event]) do row[axis] = hits[first.hits[axis]] or false end
local one = assert(tracker:fit({ row }, { at = "MM8" }))[1]
local p = truth[first.event]
local probability = assert(tracker:cumulative({ row }, { -1 / p }))[1]
print(string.format("first track at MM8: x %.3f mm, p %.2f +- %.2f GeV (true %.2f), chi2 %.2f of %g, probability below the truth %.3f",
  one.x_mm, 1 / math.abs(one.q_over_p), math.sqrt(one.covariance[15]) / one.q_over_p ^ 2, p, one.chi2, one.ndf, probability))
