-- Sends the requests of a file in their order and prints the result as JSON. Runs in one thread: wrk would start the first thread
-- while it still prepares the second.

local requests = {}
local count = 0
local last = 0
local prepared = 0

function init(arguments)
    local file = assert(io.open(arguments[1], "rb"))
    local from = 1
    local text = file:read("*a")
    file:close()
    while true do
        local to = text:find("\1", from, true)
        count = count + 1
        requests[count] = text:sub(from, (to or 0) - 1)
        if not to then break end
        from = to + 1
    end
    prepared = os.clock()
end

function request()
    last = last % count + 1
    return requests[last]
end

function done(summary, latency, _)
    local errors = summary.errors
    print(string.format(
        '{"prepared": %.6f, "requests": %d, "microseconds": %d, "bytes": %d, "refused": %d, "broken": %d}',
        prepared, summary.requests, summary.duration, summary.bytes, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
