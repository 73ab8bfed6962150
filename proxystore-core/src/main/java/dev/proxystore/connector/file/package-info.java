/** Objects as files in one folder, local or shared between machines. */
@NullMarked
package dev.proxystore.connector.file;

import org.jspecify.annotations.NullMarked;
