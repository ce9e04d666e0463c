-- A test runner in a page: test(name, function), equal, near, refused.
local runner = { passed = 0, failed = 0 }

function runner.test(name, body)
  local ok, message = xpcall(body, debug.traceback)
  if ok then
    runner.passed = runner.passed + 1
  else
    runner.failed = runner.failed + 1
    print("FAIL " .. name .. "\n     " .. tostring(message))
  end
end

local function show(value) return type(value) == "number" and ("%.17g"):format(value) or tostring(value) end

function runner.equal(got, expected)
  if got ~= expected then error(("got %s, expected %s"):format(show(got), show(expected)), 2) end
end

function runner.near(got, expected, relative)
  if not (math.abs(got - expected) <= relative * math.abs(expected)) then
    error(("got %s, expected %s within %g"):format(show(got), show(expected), relative), 2)
  end
end

-- A call that the library refuses: nil, message, code.
function runner.refused(code, words, value, message, name)
  if value ~= nil then error("the call was accepted", 2) end
  if name ~= code then error(("%s instead of %s: %s"):format(tostring(name), code, tostring(message)), 2) end
  for _, word in ipairs(words) do
    if not message:find(word, 1, true) then error(("%q is not in: %s"):format(word, message), 2) end
  end
end

return runner
