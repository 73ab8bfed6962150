package dev.proxystore.examples;

import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.Store;
import java.util.List;

/** Objects of the application's own classes are read and written once the store allows them. */
public final class AllowOwnClasses {
  private AllowOwnClasses() {}

  /** A class of the application. */
  public record Track(String title, List<Double> samples) {}

  public static void main(String[] arguments) {
    Track track = new Track("Noise", List.of(0.25, -0.5));
    try (Store store = Store.builder("local:refuses").build()) {
      store.put(track);
    } catch (SerializationException e) {
      System.out.println("Refused: " + e.getMessage());
    }
    // sample: begin
    try (Store store = Store.builder("local:allows").allow(Track.class).build()) {
      System.out.println("Resolved: " + store.proxy(track).resolve());
    }
    // sample: end
  }
}
