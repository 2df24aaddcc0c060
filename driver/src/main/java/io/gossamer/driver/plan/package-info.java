/**
 * The resolved plan of a run: {@link io.gossamer.driver.plan.Settings} as the user wrote them and
 * {@link io.gossamer.driver.plan.Plan} as {@link io.gossamer.driver.plan.Planner} resolved them, a reason per choice.
 */
package io.gossamer.driver.plan;
