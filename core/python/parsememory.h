// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace drydock {

/// Memory for one use of tree-sitter, given back all at once: a syntax tree is hundreds of thousands of small blocks,
/// of which the general allocator would take leave one by one. While an object lives, what its thread has tree-sitter
/// allocate comes from it; nothing of that may outlive it.
class ParseMemory
{
public:
    ParseMemory();
    ~ParseMemory();
    ParseMemory(const ParseMemory &) = delete;
    ParseMemory &operator=(const ParseMemory &) = delete;

    void *allocate(std::size_t size);
    void *resize(void *payload, std::size_t size);
    void release(void *payload);

private:
    struct Released;
    static constexpr std::size_t sizeClasses = 96;

    ParseMemory *m_outer; ///< The one that was in use on this thread before.
    std::vector<void *> m_chunks; ///< Of one size, and …
    std::vector<void *> m_large; ///< … blocks that are larger.
    char *m_free = nullptr; ///< Of the newest chunk: nothing is used from here …
    char *m_end = nullptr; ///< … to here.
    std::array<Released *, sizeClasses> m_released{}; ///< Blocks to use again, by class of size.
};

} // namespace drydock
