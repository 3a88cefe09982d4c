// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/attempt_loop.hpp>
#include <stm/retry_policy.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace stm {

namespace engine {

template <class T>
inline constexpr bool is_ref = false;
template <class T>
inline constexpr bool is_ref<ref<T>> = true;

/// What a block returns, if that may leave it.
template <class Block, class Tx>
struct block_result {
  using type = std::invoke_result_t<Block&, Tx&>;
  static_assert(!is_ref<std::remove_cvref_t<type>>,
                "a block may not return tx[v], which ends with it: return the value, *tx[v]");
  static_assert(!std::is_reference_v<type>,
                "a block may not return a reference: the value may be replaced at any time");
};
template <class Block, class Tx>
using block_result_t = typename block_result<Block, Tx>::type;

}  // namespace engine

/// Runs `block` as one transaction and returns its result: all that it reads and writes happens
/// at one moment, or not at all.
///
/// The block is run again, from the start, for as long as other threads' commits get in its way,
/// so it must have no other effects than on variables. An exception that leaves it takes back
/// all it has written and reaches the caller. Inside another block it joins that one, whose
/// policy holds; then an exception takes back its own writes alone.
///
/// An attempt that has met a conflict is ended by an exception that is not for users. It must be
/// able to pass: a block may not touch variables in a destructor or a noexcept function that it
/// calls, unless stm::outside stands before. A catch (...) that keeps it does no harm: nothing is
/// read or committed any more, and the block runs again. An exception from moving the result comes
/// after the commit.
///
/// After 16 failed attempts it waits for its turn, and then cannot fail: others that want to commit
/// what it touches wait until it is through. So a block must not wait for another thread that may
/// need the same variables. A child made by fork() while other threads are in transactions may do
/// nothing but exec; otherwise it goes on with a copy of all variables.
///
/// Blocks while another thread's commit publishes a variable that is read here, while it waits for
/// its turn, and in tx.retry(); the latter two are interruption points of boost::thread. Throws
/// what the block throws, max_retries_exceeded, retry_timeout_exceeded, hook_failed,
/// std::bad_alloc, and std::invalid_argument for a policy that allows no try. X/Y: all that thread
/// X did before its commit is visible to thread Y once it has read one of the values X has written.
template <std::invocable<transaction&> Block>
auto atomically(const retry_policy& policy, Block&& block)
    -> engine::block_result_t<Block, transaction> {
  using result = engine::block_result_t<Block, transaction>;
  if (engine::current) [[unlikely]] {
    engine::require_usable(policy);
    return engine::attempt_loop::join_update<result>(block);
  }
  return engine::attempt_loop::update<result>(policy, block);
}

/// atomically(block) == atomically(retry_policy{}, block)
template <std::invocable<transaction&> Block>
auto atomically(Block&& block) -> engine::block_result_t<Block, transaction> {
  return stm::atomically(engine::without_limits, block);
}

/// Runs `block`, which only reads, as one transaction: all values are of one moment. Inside another
/// block it reads what that transaction sees; an atomically() inside it joins it, and throws
/// std::logic_error at its first write.
///
/// It never fails: the block is run twice at most, and once more for each time it waits. With up
/// to 8 reads it writes nothing that is shared. With more, or when another commit has got in its
/// way, it goes on in a snapshot of the moment, for which commits keep the values that they replace
/// as long as it needs them. Blocks, synchronises and throws as atomically().
template <std::invocable<read_transaction&> Block>
auto read_only(const retry_policy& policy, Block&& block)
    -> engine::block_result_t<Block, read_transaction> {
  using result = engine::block_result_t<Block, read_transaction>;
  if (engine::current) [[unlikely]] {
    engine::require_usable(policy);
    return engine::attempt_loop::join_read<result>(block);
  }
  return engine::attempt_loop::read<result>(policy, block);
}

/// read_only(block) == read_only(retry_policy{}, block)
template <std::invocable<read_transaction&> Block>
auto read_only(Block&& block) -> engine::block_result_t<Block, read_transaction> {
  return stm::read_only(engine::without_limits, block);
}

}  // namespace stm
