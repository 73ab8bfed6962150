package dev.proxystore.store.ownership;

/** An owner was used after it was closed or had transferred its object, or a borrow after it. */
public final class OwnershipEndedException extends OwnershipException {
  private static final long serialVersionUID = 1L;

  OwnershipEndedException(String message) {
    super(message);
  }
}
