import Core
import Numerics
import Testing

@testable import Limits

@Suite struct WorkspaceFileTests {
  @Test func writingAndReadingGivesTheSame() throws {
    let json = try JSON.parse(WorkspaceFixture.everyModifier)
    let workspace = try Workspace(json: json)
    let again = try Workspace(json: try JSON.parse(workspace.json.text))
    #expect(workspace == again)
    #expect(again.json.text == workspace.json.text)
    let hs3 = workspace.highEnergyStandard(try WorkspaceModel(workspace).layout.parameters)
    #expect(hs3["metadata"]?["hs3_version"] == .string(Workspace.highEnergyStandardVersion))
    guard case .array(let distributions)? = hs3["distributions"] else {
      throw HermeticError(.inside, "no list")
    }
    #expect(distributions.count == 3)
  }

  @Test func patches() throws {
    let document = try JSON.parse(#"{"a": [1, {"b/c": 2}], "d": null}"#)
    let cases: [(String, String)] = [
      (#"[{"op":"add","path":"/a/-","value":3}]"#, #"{"a":[1,{"b/c":2},3],"d":null}"#),
      (#"[{"op":"add","path":"/a/0","value":0}]"#, #"{"a":[0,1,{"b/c":2}],"d":null}"#),
      (#"[{"op":"replace","path":"/a/1/b~1c","value":[]}]"#, #"{"a":[1,{"b/c":[]}],"d":null}"#),
      (#"[{"op":"remove","path":"/a/0"}]"#, #"{"a":[{"b/c":2}],"d":null}"#),
      (#"[{"op":"move","from":"/a/0","path":"/e"}]"#, #"{"a":[{"b/c":2}],"d":null,"e":1}"#),
      (#"[{"op":"copy","from":"/a/1","path":"/d"}]"#, #"{"a":[1,{"b/c":2}],"d":{"b/c":2}}"#),
      (#"[{"op":"test","path":"/d","value":null},{"op":"replace","path":"","value":7}]"#, "7"),
    ]
    for (patch, result) in cases {
      #expect(try JSONPatch.apply(try JSON.parse(patch), to: document).text == result)
    }
    for wrong in [
      #"[{"op":"remove","path":"/x"}]"#, #"[{"op":"replace","path":"/a/2","value":1}]"#,
      #"[{"op":"add","path":"/a/01","value":1}]"#, #"[{"op":"test","path":"/a/0","value":2}]"#,
      #"[{"op":"swap","path":"/a"}]"#, #"[{"op":"add","path":"a","value":1}]"#,
      #"[{"op":"add","path":"/a"}]"#,
    ] {
      #expect(throws: HermeticError.self) { try JSONPatch.apply(try JSON.parse(wrong), to: document) }
    }
  }

  /// A patch made from two documents turns one into the other.
  @Test func differences() throws {
    let old = try JSON.parse(WorkspaceFixture.everyModifier)
    let text = WorkspaceFixture.everyModifier.replacing("\"data\":[5,10,3]", with: "\"data\":[4,8,2]")
      .replacing("\"name\":\"xs\"", with: "\"name\":\"x/s~\"")
    let new = try JSON.parse(text)
    let patch = JSONPatch.difference(from: old, to: new)
    #expect(try JSONPatch.apply(patch, to: old) == new)
    #expect(JSONPatch.difference(from: old, to: old) == .array([]))
  }

  /// A minimum stays a minimum when parameters are renamed, channels swapped, or a sample is split in two.
  @Test func equivalentWorkspaces() throws {
    let model = try WorkspaceFixture.model(WorkspaceFixture.everyModifier)
    let limit = try model.limit(["method": "asymptotic"])
    var renamed = model.workspace
    renamed.channels.reverse()
    let swapped = try WorkspaceModel(renamed).limit(["method": "asymptotic"])
    #expect(abs(swapped.value / limit.value - 1) < 1e-8)
    var split = model.workspace
    for channel in split.channels.indices {
      for sample in split.channels[channel].samples.indices
      where split.channels[channel].samples[sample].name == "signal" {
        var half = split.channels[channel].samples[sample]
        half.data = half.data.map { $0 / 2 }
        for m in half.modifiers.indices {
          if case .histosys(let high, let low) = half.modifiers[m].effect {
            half.modifiers[m].effect = .histosys(high: high.map { $0 / 2 }, low: low.map { $0 / 2 })
          }
        }
        split.channels[channel].samples[sample] = half
        half.name = "signal, other half"
        split.channels[channel].samples.append(half)
      }
    }
    let two = try WorkspaceModel(split).limit(["method": "asymptotic"])
    #expect(abs(two.value / limit.value - 1) < 1e-8)
  }

  /// Fit: errors from the covariance, and intervals from the profile, of a quadratic and of a Poisson case.
  @Test func fitsAndIntervals() throws {
    let model = try WorkspaceFixture.oneBin(
      observed: 9, background: 4, relativeBackgroundError: 0, relativeEfficiencyError: 0)
    let fit = try model.fit(["minos": ["mu"]])
    #expect(fit["status"] == "converged")
    guard case .number(let mu)? = fit["parameters"]?["mu"]?["value"],
      case .number(let error)? = fit["parameters"]?["mu"]?["error"],
      case .number(let low)? = fit["minos"]?["mu"]?["low"],
      case .number(let high)? = fit["minos"]?["mu"]?["high"]
    else { throw HermeticError(.inside, "fit without its numbers") }
    #expect(abs(mu - 5) < 1e-8)
    #expect(abs(error - 3) < 1e-6)
    // 2(λ − 9 + 9 ln(9/λ)) = 1 at λ = 6.34…, 12.34…: both edges satisfy it.
    for edge in [low, high] {
      let rate = edge + 4
      #expect(abs(2 * (rate - 9 + 9 * log(9 / rate)) - 1) < 1e-7)
    }
  }

  /// Expected significance without nuisances: √(2((s+b) ln(1+s/b) − s)).
  @Test func discovery() throws {
    let model = try WorkspaceFixture.oneBin(
      observed: 25, background: 10, relativeBackgroundError: 0, relativeEfficiencyError: 0)
    let result = try model.discovery(["mu": 10])
    guard case .number(let expected)? = result["expected_significance"], case .number(let q)? = result["q0"]
    else { throw HermeticError(.inside, "no significance") }
    #expect(abs(expected - (2 * (20 * log(2) - 10)).squareRoot()) < 1e-7)
    #expect(abs(q - 2 * (25 * log(2.5) - 15)) < 1e-7)
    let toys = try model.discovery(["mu": 10, "method": "toys", "toys": 100_000])
    guard case .number(let p)? = toys["p_value"], case .number(let pError)? = toys["p_value_error"] else {
      throw HermeticError(.inside, "no p-value")
    }
    // P(n ≥ 25 | 10) = 4.6949e-5; the toys see some five of them.
    #expect(abs(p - 4.6949e-5) < 4 * max(pError, 2.2e-5))
  }
}
