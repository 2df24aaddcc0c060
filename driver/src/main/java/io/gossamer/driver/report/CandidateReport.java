package io.gossamer.driver.report;

import io.gossamer.driver.round.Split;
import io.gossamer.ops.loss.Measures;
import java.util.List;
import java.util.Map;

/**
 * The particles of the last phase apart, beside which the finished model can be seen.
 *
 * @param each measured, in order, by split that has rows
 * @param ensemble the mean of their predicted probabilities, measured; empty where the network predicts none
 */
public record CandidateReport(Map<Split, List<Measures>> each, Map<Split, Measures> ensemble) {}
