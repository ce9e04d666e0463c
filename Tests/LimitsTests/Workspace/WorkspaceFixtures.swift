import Core

@testable import Limits

/// Workspaces of the tests, as JSON text.
enum WorkspaceFixture {
  /// One bin, log-normal efficiency, Poisson-constrained background: the reference tables' model.
  static func oneBin(
    observed: Double, background: Double, relativeBackgroundError: Double, relativeEfficiencyError: Double
  ) throws -> WorkspaceModel {
    var signal = #"{"name":"mu","type":"normfactor","data":null}"#
    if relativeEfficiencyError > 0 {
      let high = 1 + relativeEfficiencyError
      signal += #",{"name":"eff","type":"normsys","data":{"hi":\#(high),"lo":\#(1 / high)}}"#
    }
    let error =
      relativeBackgroundError > 0
      ? #"{"name":"bkg","type":"shapesys","data":[\#(background * relativeBackgroundError)]}"# : ""
    return try model(
      """
      {"channels":[{"name":"c","samples":[{"name":"s","data":[1],"modifiers":[\(signal)]},
      {"name":"b","data":[\(background)],"modifiers":[\(error)]}]}],
      "observations":[{"name":"c","data":[\(observed)]}],
      "measurements":[{"name":"m","config":{"poi":"mu","parameters":[]}}],"version":"1.0.0"}
      """)
  }

  static func model(_ text: String) throws -> WorkspaceModel {
    try WorkspaceModel(json: try JSON.parse(text))
  }

  /// Every kind of modifier, names shared between samples and channels, masked bins.
  static let everyModifier = """
    {"channels":[
    {"name":"SR","samples":[
     {"name":"signal","data":[5,10,3],"modifiers":[
      {"name":"mu","type":"normfactor","data":null},{"name":"lumi","type":"lumi","data":null},
      {"name":"xs","type":"normsys","data":{"hi":1.1,"lo":0.92}},
      {"name":"both","type":"histosys","data":{"hi_data":[5.5,9,3.2],"lo_data":[4.7,10.8,2.9]}}]},
     {"name":"b1","data":[50,60,30],"modifiers":[
      {"name":"shape","type":"shapefactor","data":null},
      {"name":"stat_SR","type":"staterror","data":[2,3,0]}]},
     {"name":"b2","data":[20,0,12],"modifiers":[
      {"name":"b2s","type":"shapesys","data":[3,0,2]},
      {"name":"both","type":"normsys","data":{"hi":1.2,"lo":0.85}},
      {"name":"stat_SR","type":"staterror","data":[1,0,0]},{"name":"lumi","type":"lumi","data":null}]}]},
    {"name":"CR","samples":[
     {"name":"b1","data":[100,120,60],"modifiers":[{"name":"shape","type":"shapefactor","data":null}]},
     {"name":"b2","data":[10,5,5],"modifiers":[
      {"name":"both","type":"normsys","data":{"hi":1.1,"lo":0.9}},
      {"name":"norm2","type":"normfactor","data":null}]}]},
    {"name":"CR2","samples":[{"name":"b2","data":[40],"modifiers":[
      {"name":"norm2","type":"normfactor","data":null}]}]}],
    "observations":[{"name":"CR","data":[115,118,70]},{"name":"SR","data":[75,66,40]},
     {"name":"CR2","data":[44]}],
    "measurements":[{"name":"m","config":{"poi":"mu","parameters":[
     {"name":"lumi","auxdata":[1],"sigmas":[0.03],"inits":[1],"bounds":[[0.5,1.5]]}]}}],
    "version":"1.0.0"}
    """
}
