// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace stm::engine {

/// What an attempt has been asked to do once it is over, in the order of asking.
class hook_list {
 public:
  enum class when : unsigned char {
    committed,    // if it commits
    rolled_back,  // if what was done is taken back
    due,          // in any case: it stood in a nested block that was taken back
    never         // the same, of one for the commit
  };

  template <class Hook>
  void add(when wanted, Hook&& wished) {
    failures_.reserve(hooks_.size() + 1);
    hooks_.push_back(
        {wanted, std::make_unique<holder<std::decay_t<Hook>>>(std::forward<Hook>(wished))});
  }
  [[nodiscard]] std::size_t size() const noexcept { return hooks_.size(); }
  /// What was asked for from `first` on is for a nested block that is taken back.
  void roll_back_from(std::size_t first) noexcept;
  /// Runs what is due; an exception of one does not keep the others from running.
  /// Returns the exceptions; but what ends the thread is thrown: once the others have run, if it is
  /// an interruption. To be called once.
  [[nodiscard]] std::vector<std::exception_ptr> run(bool has_committed);

 private:
  struct any {
    any() = default;
    any(const any&) = delete;
    any& operator=(const any&) = delete;
    virtual ~any() = default;
    virtual void run() = 0;
  };
  template <class Hook>
  struct holder final : any {
    template <class H>
    explicit holder(H&& h) : hook(std::forward<H>(h)) {}
    void run() override { hook(); }
    Hook hook;
  };
  struct entry {
    when wanted;
    std::unique_ptr<any> hook;
  };

  std::vector<entry> hooks_;
  std::vector<std::exception_ptr> failures_;  // with room for one of each hook
};

}  // namespace stm::engine
