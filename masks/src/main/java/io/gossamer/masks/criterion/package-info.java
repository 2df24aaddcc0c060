/**
 * Which weights stay: {@link io.gossamer.masks.criterion.Scores} says what one is worth, {@link
 * io.gossamer.masks.criterion.Scope} who competes with whom, {@link io.gossamer.masks.criterion.Pruning} keeps exactly
 * the asked number, and {@link io.gossamer.masks.criterion.PruneCriterion} names the combinations that prune-retrain
 * methods use.
 */
package io.gossamer.masks.criterion;
