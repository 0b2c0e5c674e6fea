// SPDX-License-Identifier: Apache-2.0
// Nothing: the headers that are parsed beforehand need a file to belong to.
