/** Particles and what becomes of them: {@link io.gossamer.driver.soup.Soup} averages models that share one mask. */
package io.gossamer.driver.soup;
